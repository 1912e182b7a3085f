import type { Controls } from '../car/bicycle.ts';
import { planParking } from '../planning/plan-parking.ts';
import type { Scenario } from '../world/scenario.ts';
import type { Driver, View } from './driver.ts';
import { calmHabits, LegDriver } from './leg-driver.ts';
import { standStill } from './pedals.ts';

/** Looks, plans with room to spare, turns the wheel first and drives calmly. */
export function createGoodDriver(scenario: Scenario): Driver {
  let legs: LegDriver | null = null;
  let isDone = false;

  function decide(view: View): Controls {
    legs ??= new LegDriver(planParking(view.car, view.state, scenario) ?? [], calmHabits);
    const controls = legs.decide(view);
    if (!legs.isDone) return controls;
    isDone = view.state.gear === 'P';
    return { ...standStill(view.state, 0), gear: 'P' };
  }

  return {
    decide,
    get isDone() {
      return isDone;
    },
  };
}
