import { setImmediate as breathe } from 'node:timers/promises';
import type { FirstAsked } from '../access/first-asked.ts';
import { Refusal } from '../access/refusal.ts';
import { PlanningBusy, TooComplex } from '../planning/planning-errors.ts';
import type { Serving } from './serving.ts';

/** Operations that are planned before a new supergraph serves. */
const busiestCount = 500;

type Warmable = Pick<Serving, 'graph' | 'admission'>;

/**
 * Plans with one supergraph what is asked most of another; requests are served in between.
 *
 * @param signal - after which no more is planned
 */
export async function warmUp(next: Warmable, before: Warmable, signal?: AbortSignal): Promise<void> {
  for (const operation of before.graph.busiest(busiestCount)) {
    if (signal?.aborted) return;
    const asked = before.admission.firstAsked(operation);
    if (asked) await planAgain(next, asked);
    await breathe();
  }
}

async function planAgain({ graph, admission }: Warmable, asked: FirstAsked): Promise<void> {
  try {
    const { document } = admission.expect(asked);
    await graph.expect({ document, operationName: asked.operationName });
  } catch (error) {
    // What the new schema does not admit will be refused when it is asked, or planned where it was not its turn.
    if (error instanceof Refusal || error instanceof TooComplex || error instanceof PlanningBusy) return;
    throw error;
  }
}
