import { m } from '#lib/paraglide/messages.js';

const names: Record<string, () => string> = {
  'rear-left': m.parking_sensor_rear_left,
  'rear-mid-left': m.parking_sensor_rear_mid_left,
  'rear-mid-right': m.parking_sensor_rear_mid_right,
  'rear-right': m.parking_sensor_rear_right,
  'front-left': m.parking_sensor_front_left,
  'front-mid-left': m.parking_sensor_front_mid_left,
  'front-mid-right': m.parking_sensor_front_mid_right,
  'front-right': m.parking_sensor_front_right,
  'left-front': m.parking_sensor_left_front,
  'left-rear': m.parking_sensor_left_rear,
  'right-front': m.parking_sensor_right_front,
  'right-rear': m.parking_sensor_right_rear,
};

/** As people say it; an unknown sensor by its id. */
export function sensorName(sensorId: string): string {
  return names[sensorId]?.() ?? sensorId;
}
