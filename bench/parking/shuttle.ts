import type { Driver } from '@moim/simulator/drivers/driver.ts';
import { calmHabits, LegDriver } from '@moim/simulator/drivers/leg-driver.ts';
import { leg } from '@moim/simulator/planning/leg.ts';

const wayM = 8;

/** Past the row and back, for as long as it is asked. */
export function createShuttle(): Driver {
  const legs = Array.from({ length: 100 }, (_, index) => leg(index % 2 === 0 ? wayM : -wayM));
  const driver = new LegDriver(legs, calmHabits);
  return { decide: (view) => driver.decide(view), isDone: false };
}
