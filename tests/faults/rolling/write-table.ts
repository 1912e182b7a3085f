import type { Deliveries } from '../delivery/check-deliveries.ts';
import type { Killed } from './kill-each.ts';
import type { Asked } from './load.ts';

export interface RollingOutcome {
  readonly replacedInMs: number;
  readonly whileReplaced: readonly Asked[];
  readonly killed: readonly Killed[];
  /** Of the whole run. */
  readonly deliveries: Deliveries;
  readonly resumptions: number;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

/** The figures as Markdown. */
export function tableOf(machine: string, outcome: RollingOutcome): string {
  const { whileReplaced, killed, deliveries, replacedInMs, resumptions } = outcome;
  const failed = whileReplaced.filter(({ fault }) => fault !== null).length;
  const tookMs = whileReplaced.map((one) => one.tookMs).toSorted((a, b) => a - b);
  const p95Ms = tookMs[Math.ceil(tookMs.length * 0.95) - 1] ?? Number.NaN;
  const rows = killed.map(
    (one) =>
      `| ${one.name} | ${seconds(one.replacedMs)} | ${seconds(one.failingMs)} | ${one.failures} of ${one.requests} |`,
  );
  const { acked, received, lost, duplicated, reordered } = deliveries;
  return `# Processes that come and go

\`npm run faults -- rolling\`: messaging and supergraph twice, nginx, Redis and PostgreSQL on one machine; six clients ask one subgraph each, ten send to a room that another reads, none asks twice. ${machine}.

## Every process replaced under load (SIGHUP)

| | |
|---|---:|
| until all were replaced | ${seconds(replacedInMs)} |
| requests | ${whileReplaced.length} |
| failed (0) | ${failed} |
| p95 | ${p95Ms.toFixed(0)} ms |
| slowest | ${(tookMs.at(-1) ?? Number.NaN).toFixed(0)} ms |

## Every process killed in turn (SIGKILL)

Back: another process serves. Failing: until the last request that failed was answered (≤ 10 s).

| process | back | failing | failed requests |
|---|---:|---:|---:|
${rows.join('\n')}

## Messages, through all of it

| | |
|---|---:|
| acknowledged | ${acked} |
| received | ${received} |
| lost (0) | ${lost.length} |
| duplicated (0) | ${duplicated.length} |
| reordered (0) | ${reordered.length} |
| streams resumed | ${resumptions} |
`;
}
