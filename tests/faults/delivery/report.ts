import { percentile } from '../../../bench/percentile.ts';
import type { DeliveryOutcome } from './run-delivery.ts';

export interface Reported {
  readonly what: string;
  readonly count: string;
  readonly 'per-second': string;
  readonly faults: string;
  readonly seed: string;
  readonly outcome: DeliveryOutcome;
}

/** Of the table in results/delivery.md. */
export const tableHead = [
  '| what | asked/s | sent/s | faults | acked | received | lost | dup. | reord. | phantom | p50 ms | p95 ms | p99 ms | longest silence s | retries | given up | resumed |',
  '| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: |',
];

/** One row: what was asked, what the clients wrote down. */
export function rowOf({ what, count, faults, seed, outcome, ...asked }: Reported): string {
  const { lost, duplicated, reordered, phantom, acked, received, latenciesMs } = outcome;
  const played = faults === 'none' ? 'none' : `${outcome.faults} (${faults}, seed ${seed})`;
  const cells = [
    ...[`${what} ${count}`, asked['per-second']],
    (latenciesMs.length / (outcome.sendingMs / 1_000)).toFixed(0),
    ...[played, acked, received],
    ...[lost, duplicated, reordered, phantom].map(({ length }) => length),
    ...[0.5, 0.95, 0.99].map((share) => percentile(latenciesMs, share).toFixed(0)),
    (outcome.longestSilenceMs / 1_000).toFixed(1),
    [...outcome.retries].map(([why, times]) => `${times} ${why}`).join(', ') || '0',
    ...[outcome.givenUp, outcome.resumptions],
  ];
  return `| ${cells.join(' | ')} |`;
}
