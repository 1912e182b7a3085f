import type { DeliveryOutcome } from '../../tests/faults/delivery/run-delivery.ts';
import { percentile } from '../percentile.ts';

export interface Row {
  readonly perSecond: number;
  readonly outcome: DeliveryOutcome;
}

export function report(machine: string, rows: readonly Row[]): string {
  return [
    '# Inbox',
    '',
    `\`npm run bench -- inbox\`: trips shared with thirty followers, each of whom is told once, from the first attempt to share to each receipt; on a fixed schedule, one process a service, two of messaging and of the supergraph, everything on this machine. ${machine}.`,
    '',
    '| notifications/s asked | sent | received | p50 ms | p95 ms | p99 ms | lost, doubled or out of order | attempts that failed |',
    '|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...rows.map(line),
    '',
  ].join('\n');
}

function line({ perSecond, outcome }: Row): string {
  const { latenciesMs, lost, duplicated, reordered, phantom, retries, received, sendingMs } = outcome;
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(latenciesMs, share).toFixed(0));
  const sentPerSecond = (latenciesMs.length / (sendingMs / 1_000)).toFixed(0);
  const broken = [lost, duplicated, reordered, phantom].reduce((sum, { length }) => sum + length, 0);
  const failed = [...retries.values()].reduce((sum, times) => sum + times, 0);
  return `| ${[perSecond, `${sentPerSecond}/s`, received, p50, p95, p99, broken, failed].join(' | ')} |`;
}
