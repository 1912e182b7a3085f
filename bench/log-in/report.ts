import { percentile } from '../percentile.ts';
import type { LogIns } from './log-ins.ts';

export interface Phase extends LogIns {
  readonly name: string;
  /** Of the burden; empty when there was none. */
  readonly remark: string;
}

export function report(machine: string, perSecond: number, phases: readonly Phase[]): string {
  const idleMs = percentile(phases[0]?.latenciesMs ?? [], 0.95);
  return [
    '# Log-in beside heavy work',
    '',
    `\`npm run bench -- log-in\`: ${perSecond} log-ins a second on a fixed schedule, from when each is due to its answer; \`npm start\` in one process, its embedded PostgreSQL and this program share the machine. Each checks a password with argon2id (19 MiB, two passes: about 32 ms of a processor). ${machine}.`,
    '',
    '| beside | log-ins | failed | p50 ms | p95 ms | p99 ms | p95 against idle | |',
    '|---|---:|---:|---:|---:|---:|---:|---|',
    ...phases.map((phase) => line(phase, idleMs)),
    '',
  ].join('\n');
}

function line({ name, remark, latenciesMs, failures }: Phase, idleMs: number): string {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(latenciesMs, share));
  const change = (((p95 ?? Number.NaN) / idleMs - 1) * 100).toFixed(0);
  const figures = [p50, p95, p99].map((figure) => figure?.toFixed(0));
  return `| ${[name, latenciesMs.length, failures, ...figures, `${change} %`, remark].join(' | ')} |`;
}
