import { differenceFromStock, differenceFromWhole, isStockRight } from './compare-answers.ts';
import { noFaults } from './faults.ts';
import type { Asked, Rig } from './rig.ts';

/**
 * Who was right while all subgraphs were. `planner wrong`: the plan itself is, as where it fetches an input of
 * `@requires` on the condition of one field and sends another field without it; then nobody's answer counts.
 */
type Measure = 'stock right' | 'stock wrong' | 'planner wrong';

/** What came of one question: null is no difference. */
export interface Verdict {
  readonly difference: object | null;
  readonly measure: Measure;
}

/**
 * Asks twice: while all subgraphs are right the answer is that of one server that is all of them; while they
 * are wrong it is the stock executor's.
 */
export async function judge(rig: Rig, asked: Asked): Promise<Verdict> {
  const calm = { ...asked, faults: noFaults };
  const [whole, ours, stock] = [await rig.whole(calm), await rig.ours(calm), await rig.stock(calm)];
  const difference = differenceFromWhole(ours, whole);
  const isPlannerWrong = difference !== null && differenceFromStock(ours, stock) === null;
  if (isPlannerWrong) return { difference: null, measure: 'planner wrong' };
  if (difference) return { difference, measure: 'stock wrong' };
  if (!isStockRight(stock, whole)) return { difference: null, measure: 'stock wrong' };
  return {
    difference: differenceFromStock(await rig.ours(asked), await rig.stock(asked)),
    measure: 'stock right',
  };
}
