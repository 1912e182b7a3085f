import type { SensorMount, VehicleProfile } from './vehicle-profile.ts';

/** Parking sensors hear over 70 degrees. */
const wide = (70 * Math.PI) / 180;
/** Slot-search sensors are narrow, or the gap between two cars would blur away. */
const narrow = (20 * Math.PI) / 180;

const mount = (
  sensorId: string,
  side: SensorMount['side'],
  [xM, yM, bearingRad]: readonly [number, number, number],
  rangeCm: number,
): SensorMount => ({
  sensorId,
  side,
  xM,
  yM,
  bearingRad,
  rangeCm,
  fanRad: side === 'LEFT' || side === 'RIGHT' ? narrow : wide,
});

/**
 * A compact sedan with twelve ultrasonic sensors: four behind (1.2 to 1.5 m), four in front (1 m), four
 * at the sides (5 m). Equal to the simulator's own copy, which a test compares.
 */
export const standardProfile: VehicleProfile = {
  lengthM: 4.65,
  widthM: 1.825,
  wheelbaseM: 2.68,
  rearOverhangM: 0.95,
  maxSteeringRad: 0.61,
  sensors: [
    mount('rear-left', 'REAR', [-0.9, 0.78, 2.7], 120),
    mount('rear-mid-left', 'REAR', [-0.95, 0.28, Math.PI], 150),
    mount('rear-mid-right', 'REAR', [-0.95, -0.28, Math.PI], 150),
    mount('rear-right', 'REAR', [-0.9, -0.78, -2.7], 120),
    mount('front-left', 'FRONT', [3.62, 0.78, 0.45], 100),
    mount('front-mid-left', 'FRONT', [3.7, 0.28, 0], 100),
    mount('front-mid-right', 'FRONT', [3.7, -0.28, 0], 100),
    mount('front-right', 'FRONT', [3.62, -0.78, -0.45], 100),
    mount('left-front', 'LEFT', [3, 0.9125, Math.PI / 2], 500),
    mount('left-rear', 'LEFT', [-0.3, 0.9125, Math.PI / 2], 500),
    mount('right-front', 'RIGHT', [3, -0.9125, -Math.PI / 2], 500),
    mount('right-rear', 'RIGHT', [-0.3, -0.9125, -Math.PI / 2], 500),
  ],
};
