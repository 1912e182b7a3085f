import type { CarState, Controls } from '../car/bicycle.ts';
import type { Pose } from '../geometry/pose.ts';
import type { Leg } from '../planning/leg.ts';
import type { View } from './driver.ts';
import { nearestAhead } from './nearest.ts';
import { drive, speedToStopIn, standStill } from './pedals.ts';

export interface Habits {
  readonly forwardsMps: number;
  readonly backwardsMps: number;
  /** Whether the wheel is turned before moving off, or only while rolling. */
  readonly turnsAtStand: boolean;
  /** Driven beyond the end of each leg. */
  readonly overshootM: number;
  /** Slows down so that whatever is ahead stays this many seconds away; 0: does not care. */
  readonly marginS: number;
}

export const calmHabits: Habits = {
  forwardsMps: 1.3,
  backwardsMps: 0.7,
  turnsAtStand: true,
  overshootM: 0,
  marginS: 3,
};

/** However near things are, a car that has to go on creeps. */
const creepingMps = 0.12;

/** Closer than this a stop is good enough: half a centimetre. */
const arrivedM = 0.005;

/** Drives legs one after the other. */
export class LegDriver {
  readonly #legs: Leg[];
  readonly #habits: Habits;
  #doneM = 0;
  #last: Pose | null = null;

  constructor(legs: readonly Leg[], habits: Habits) {
    this.#legs = [...legs];
    this.#habits = habits;
  }

  get isDone(): boolean {
    return this.#legs.length === 0;
  }

  get leg(): Leg | null {
    return this.#legs[0] ?? null;
  }

  decide(view: View): Controls {
    const { car, state } = view;
    this.#measure(state);
    const [leg] = this.#legs;
    if (!leg) return standStill(state);
    const leftM = leg.lengthM + this.#habits.overshootM - this.#doneM;
    if (leftM <= arrivedM) return this.#stop(state);
    const mayMove = !this.#habits.turnsAtStand || this.#doneM > 0 || isTurned(state, leg);
    if (!mayMove || isRollingAgainst(state, leg))
      return { ...standStill(state, leg.steeringRad), gear: leg.gear };
    return drive(car, state, { ...leg, speedMps: speedToStopIn(leftM, this.#cruise(view, leg)) });
  }

  #cruise(view: View, { gear }: Leg): number {
    const { forwardsMps, backwardsMps, marginS } = this.#habits;
    const usualMps = gear === 'D' ? forwardsMps : backwardsMps;
    if (marginS === 0) return usualMps;
    return Math.min(usualMps, Math.max(creepingMps, nearestAhead(view) / 100 / marginS));
  }

  #measure(state: CarState): void {
    if (this.#last) this.#doneM += Math.hypot(state.xM - this.#last.xM, state.yM - this.#last.yM);
    this.#last = state;
  }

  #stop(state: CarState): Controls {
    if (state.speedMps === 0) {
      this.#legs.shift();
      this.#doneM = 0;
    }
    return standStill(state);
  }
}

function isTurned({ steeringRad }: CarState, leg: Leg): boolean {
  return Math.abs(steeringRad - leg.steeringRad) < 1e-3;
}

function isRollingAgainst({ speedMps }: CarState, { gear }: Leg): boolean {
  return gear === 'D' ? speedMps < 0 : speedMps > 0;
}
