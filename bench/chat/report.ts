import type { Execution } from '../../tests/e2e/stack.ts';

export interface Measured {
  /** One a message, in ms. */
  readonly latenciesMs: readonly number[];
  /** Messages that came twice or never; in browsers, where one is sent after the other, also in the wrong order. */
  readonly faults: number;
}

export interface Row extends Measured {
  readonly execution: Execution;
  readonly what: string;
}

export function report(machine: string, rows: readonly Row[]): string {
  return [
    '# Chat',
    '',
    `\`npm run bench -- chat\`: server, database, both people and this program share the machine. ${machine}.`,
    '',
    '| execution | path | messages | p50 ms | p95 ms | p99 ms | lost or doubled |',
    '|---|---|---:|---:|---:|---:|---:|',
    ...rows.map(line),
    '',
  ].join('\n');
}

function line({ execution, what, latenciesMs, faults }: Row): string {
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(0);
  return `| ${execution} | ${what} | ${sorted.length} | ${at(0.5)} | ${at(0.95)} | ${at(0.99)} | ${faults} |`;
}
