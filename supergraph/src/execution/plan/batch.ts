import type { FetchStep, Step } from './compiled-plan.ts';

/** Equal for fetches of entities that differ in nothing but where the entities are. */
export type BatchKey = string;

/** Of parallel steps, makes one of those fetches that ask the same of the same subgraph. */
export function batchEqual(steps: readonly Step[], keys: ReadonlyMap<FetchStep, BatchKey>): Step[] {
  const batches = new Map<BatchKey, FetchStep>();
  const others: Step[] = [];
  for (const step of steps) {
    const key = step.kind === 'Fetch' ? keys.get(step) : undefined;
    if (step.kind !== 'Fetch' || key === undefined) others.push(step);
    else batches.set(key, joined(batches.get(key), step));
  }
  return [...others, ...batches.values()];
}

const joined = (batch: FetchStep | undefined, step: FetchStep): FetchStep =>
  batch ? { ...batch, paths: [...batch.paths, ...step.paths] } : step;
