/** Where a sensor sits and looks, relative to the middle of the rear axle: x forward, y left. */
export interface SensorMount {
  readonly sensorId: string;
  readonly side: 'FRONT' | 'REAR' | 'LEFT' | 'RIGHT';
  readonly xM: number;
  readonly yM: number;
  readonly bearingRad: number;
  readonly rangeCm: number;
  /** Width of the beam. */
  readonly fanRad: number;
}

/** 70°, as wide as bumper sensors hear. */
const wideRad = 1.2217304763960306;
/** 20°: a gap's edges blur by the width of the beam, so sensors that look for slots have narrow ones. */
const narrowRad = 0.3490658503988659;

const rear = { side: 'REAR', fanRad: wideRad } as const;
const front = { side: 'FRONT', rangeCm: 100, fanRad: wideRad } as const;
const left = { side: 'LEFT', yM: 0.9125, bearingRad: Math.PI / 2, rangeCm: 500, fanRad: narrowRad } as const;
const right = { ...left, side: 'RIGHT', yM: -0.9125, bearingRad: -Math.PI / 2 } as const;

const sensors: readonly SensorMount[] = [
  { ...rear, sensorId: 'rear-left', xM: -0.9, yM: 0.78, bearingRad: 2.7, rangeCm: 120 },
  { ...rear, sensorId: 'rear-mid-left', xM: -0.95, yM: 0.28, bearingRad: Math.PI, rangeCm: 150 },
  { ...rear, sensorId: 'rear-mid-right', xM: -0.95, yM: -0.28, bearingRad: Math.PI, rangeCm: 150 },
  { ...rear, sensorId: 'rear-right', xM: -0.9, yM: -0.78, bearingRad: -2.7, rangeCm: 120 },
  { ...front, sensorId: 'front-left', xM: 3.62, yM: 0.78, bearingRad: 0.45 },
  { ...front, sensorId: 'front-mid-left', xM: 3.7, yM: 0.28, bearingRad: 0 },
  { ...front, sensorId: 'front-mid-right', xM: 3.7, yM: -0.28, bearingRad: 0 },
  { ...front, sensorId: 'front-right', xM: 3.62, yM: -0.78, bearingRad: -0.45 },
  { ...left, sensorId: 'left-front', xM: 3 },
  { ...left, sensorId: 'left-rear', xM: -0.3 },
  { ...right, sensorId: 'right-front', xM: 3 },
  { ...right, sensorId: 'right-rear', xM: -0.3 },
];

/** A compact sedan with 12 ultrasonic sensors, as telemetry registers it; its rear axle turns on 3.83 m. */
export const standardProfile = {
  lengthM: 4.65,
  widthM: 1.825,
  wheelbaseM: 2.68,
  rearOverhangM: 0.95,
  /** Of the front wheels to either side. */
  maxSteeringRad: 0.61,
  sensors,
};
