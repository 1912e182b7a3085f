import type { DeliveryOutcome } from './run-delivery.ts';

export interface Reported {
  readonly what: string;
  readonly count: string;
  readonly faults: string;
  readonly outcome: DeliveryOutcome;
}

/** One line: what was asked, what the clients wrote down. */
export function reportOf({ what, count, faults, outcome }: Reported): string {
  const sorted = outcome.latenciesMs.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(0);
  const { lost, duplicated, reordered, phantom } = outcome;
  return [
    `${what} ${count} (${faults}): acked ${outcome.acked}, received ${outcome.received}`,
    `lost ${lost.length}, duplicated ${duplicated.length}, reordered ${reordered.length}, phantom ${phantom.length}`,
    `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`,
    `${outcome.faults} faults, ${outcome.retries} retries, ${outcome.givenUp} given up, ${outcome.resumptions} resumptions`,
  ].join('; ');
}
