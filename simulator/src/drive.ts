import { type CarState, moveCar } from './car/bicycle.ts';
import { compactSedan, outlineOf } from './car/car.ts';
import { echoOf, withNoise } from './car/sonar.ts';
import type { Advice, Driver } from './drivers/driver.ts';
import type { Frame } from './frame.ts';
import { relativePose } from './geometry/pose.ts';
import { createRandom } from './random.ts';
import { standardProfile } from './standard-profile.ts';
import { isInSlot, touches } from './world/contact.ts';
import type { Scenario } from './world/scenario.ts';

export const stepMs = 20;

export interface DriveOptions {
  readonly scenario: Scenario;
  readonly driver: Driver;
  readonly seed: number;
  /** A third of the sensors a step in turn, as they do not shout across each other; the others keep their value. */
  readonly scansInGroups?: boolean;
}

/** A drive that is being made, one step at a time. */
export interface Drive {
  /** Moves everything by 20 ms and says what the car then senses. */
  step(advice: Advice | null): Frame;
  readonly state: CarState;
  /** Switched off, or stopped by what it drove into. */
  readonly isOver: boolean;
  readonly hasTouched: boolean;
  readonly isParked: boolean;
}

const car = compactSedan;
const scanGroups = 3;

export function startDrive({ scenario, driver, seed, scansInGroups = false }: DriveOptions): Drive {
  const noise = createRandom(seed).fork('sensors');
  const { start, world } = scenario;
  let state: CarState = { ...start, speedMps: 0, steeringRad: 0, gear: 'D' };
  let steps = 0;
  let hasTouched = false;
  let controls = { throttle: 0, brake: 0 };
  let distances: Record<string, number | null> = {};

  function sense(): void {
    const heard = { ...distances };
    for (const [index, mount] of standardProfile.sensors.entries()) {
      const isItsTurn = !scansInGroups || steps === 0 || index % scanGroups === steps % scanGroups;
      if (isItsTurn) heard[mount.sensorId] = withNoise(mount, echoOf(mount, state, world.edges), noise);
    }
    distances = heard;
  }

  function step(advice: Advice | null): Frame {
    if (steps === 0) sense();
    const decided = driver.decide({ car, state, timeS: (steps * stepMs) / 1_000, distances, advice });
    controls = { throttle: decided.throttle, brake: decided.brake };
    state = moveCar(car, state, decided, stepMs / 1_000);
    steps += 1;
    if (touches(world, outlineOf(car, state))) {
      hasTouched = true;
      state = { ...state, speedMps: 0 };
    }
    sense();
    return frame();
  }

  function frame(): Frame {
    const { speedMps, steeringRad, gear } = state;
    const odometry = relativePose(start, state);
    return { sensorAtMs: steps * stepMs, speedMps, steeringRad, gear, ...controls, ...odometry, distances };
  }

  return {
    step,
    get state() {
      return state;
    },
    get isOver() {
      return hasTouched || driver.isDone;
    },
    get hasTouched() {
      return hasTouched;
    },
    get isParked() {
      return isInSlot(scenario.slot, outlineOf(car, state));
    },
  };
}
