import { percentile } from '../percentile.ts';

export interface Row {
  readonly name: string;
  /** Milliseconds, one a refusal. */
  readonly refusalsMs: readonly number[];
  /** Of those who ask something ordinary meanwhile. */
  readonly latenciesMs: readonly number[];
  readonly failures: number;
  /** Longest delay of the event loop in it. */
  readonly lagMs: number;
  /** Resident, of the whole process. */
  readonly memoryMb: number;
}

export function report(machine: string, rows: readonly Row[]): string {
  return [
    '# Hostile',
    '',
    `\`npm run bench -- hostile\`: each is sent again as soon as it is refused, for three seconds, over HTTP; beside it fifty a second ask \`{ me { id member { name } } }\` on a fixed schedule. The whole product in one process, clients on the same machine. ${machine}.`,
    '',
    '| what is sent | refusals | refusal p50 ms | refusal p99 ms | ordinary p50 ms | ordinary p99 ms | ordinary that failed | longest loop lag ms | memory MB |',
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...rows.map(line),
    '',
  ].join('\n');
}

function line({ name, refusalsMs, latenciesMs, failures, lagMs, memoryMb }: Row): string {
  const of = (values: readonly number[], share: number) =>
    values.length === 0 ? '–' : percentile(values, share).toFixed(1);
  const refused = [refusalsMs.length, of(refusalsMs, 0.5), of(refusalsMs, 0.99)];
  const ordinary = [of(latenciesMs, 0.5), of(latenciesMs, 0.99), failures];
  return `| ${[name, ...refused, ...ordinary, lagMs.toFixed(0), memoryMb.toFixed(0)].join(' | ')} |`;
}
