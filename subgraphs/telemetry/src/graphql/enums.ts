import { builder } from './builder.ts';

export const SensorSide = builder.enumType('SensorSide', {
  description: 'Side of the car on which a sensor sits.',
  values: {
    FRONT: { description: 'Front bumper.' },
    REAR: { description: 'Rear bumper.' },
    LEFT: { description: 'Left side: for the search of a slot.' },
    RIGHT: { description: 'Right side: for the search of a slot.' },
  },
});

export const ParkingState = builder.enumType('ParkingState', {
  description: 'Where a parking session stands.',
  values: {
    RUNNING: { description: 'Samples are taken in.' },
    FINISHED: { description: 'The driver finished; there is a report.' },
    ABORTED: { description: 'Given up by the driver, by 30 minutes of silence, or because the driver left.' },
  },
});

export const SlotKind = builder.enumType('SlotKind', {
  description: 'How cars stand in a row.',
  values: {
    PERPENDICULAR: { description: 'Side by side, at a right angle to the lane.' },
    PARALLEL: { description: 'One behind the other, along the lane.' },
    ANGLED: { description: 'At a slant to the lane. Not named by the coach yet.' },
  },
});

export const Gear = builder.enumType('Gear', {
  description: 'Position of the gear selector.',
  values: {
    P: { description: 'Park: the wheels are locked.' },
    R: { description: 'Reverse: the car moves backward.' },
    N: { description: 'Neutral: the engine moves nothing.' },
    D: { description: 'Drive: the car moves forward.' },
  },
});

export const DangerLevel = builder.enumType('DangerLevel', {
  description: 'The worst of distance zone, stopping distance and time to collision.',
  values: {
    NONE: { description: 'Nothing to say.' },
    CAUTION: { description: 'Something is near: a slow beep.' },
    WARNING: { description: 'It comes close: a fast beep.' },
    STOP: { description: 'Continuous tone: stop now.' },
  },
});

export const AlertPattern = builder.enumType('AlertPattern', {
  description: 'What an alert warns of.',
  values: {
    R1_TOO_FAST: { description: 'The gap is shorter than the way to a stop at this speed.' },
    R2_TIME_TO_COLLISION: { description: 'Less than two seconds until contact.' },
    R3_PEDAL_CONFUSION: { description: 'The car leaps towards something near: the wrong pedal.' },
    R4_CORNER_SWEEP: { description: 'Reversing, a front corner swings towards something.' },
    R7_SENSOR_DEGRADED: { description: 'A sensor is silent or frozen.' },
    ZONE: { description: 'Something is near.' },
  },
});

export const GuidanceStep = builder.enumType('GuidanceStep', {
  description: 'What the driver does next.',
  values: {
    SEARCH: { description: 'Drive slowly past the row.' },
    PULL_FORWARD: { description: 'Drive forward to where the manoeuvre begins.' },
    STOP_AND_SHIFT: { description: 'Stop and change the gear.' },
    STEER_LEFT: { description: 'Standing, turn the wheel to the left up to `steeringRad`.' },
    STEER_RIGHT: { description: 'Standing, turn the wheel to the right up to `steeringRad`.' },
    STRAIGHTEN: { description: 'Standing, turn the wheel straight.' },
    REVERSE: { description: 'Reverse with the wheel held at `steeringRad`.' },
    STOP: { description: 'Stop where you are.' },
    ADJUST_FORWARD: { description: 'Drive forward a little to correct.' },
    PARKED: { description: 'The car stands in the slot.' },
    NO_SLOT: { description: 'The slot cannot be reached from here; drive on.' },
  },
});
