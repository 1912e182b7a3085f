import type { CarState, Controls, Gear } from '../car/bicycle.ts';
import type { Car } from '../car/car.ts';
import type { Random } from '../random.ts';
import type { Scenario } from '../world/scenario.ts';

/** What a driver sees at one moment. */
export interface View {
  readonly car: Car;
  /** In the coordinates of the scenario. */
  readonly state: CarState;
  /** Since the start, seconds. */
  readonly timeS: number;
  /** The newest readings, centimetres; null: no echo. */
  readonly distances: Readonly<Record<string, number | null>>;
  /** What a coach last said; null when there is none. */
  readonly advice: Advice | null;
}

/** The part of a coach's guidance that a driver acts on. */
export interface Advice {
  readonly step: string;
  /** Null: forwards. */
  readonly gear: Gear | null;
  /** Null: straight. */
  readonly steeringRad: number | null;
  /** How far to go; null: until told otherwise. */
  readonly distanceM: number | null;
}

export interface Driver {
  /** Called once a step of 20 ms. */
  decide(view: View): Controls;
  /** Whether the driver has switched off. */
  readonly isDone: boolean;
}

export type CreateDriver = (scenario: Scenario, random: Random) => Driver;
