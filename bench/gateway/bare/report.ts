import { type Asked, connections, durations } from './ask-over.ts';
import { ours, rustPlanned } from './gateways.ts';

export interface Row extends Asked {
  readonly gateway: string;
  readonly question: string;
  /** Of the gateway's process, since it started. */
  readonly peakMb: number;
}

/**
 * The section of the report, without its heading.
 *
 * @param inProcessUs - microseconds of processor time a request by question, where there is no HTTP
 */
export function report(
  machine: string,
  rows: readonly Row[],
  inProcessUs: ReadonlyMap<string, number>,
): string {
  return [
    `\`npm run bench -- gateway\`: each gateway in turn as a program of its own over the same three subgraphs, which are nobody’s and cost next to nothing (bare HTTP that gives computed answers again); processor 0 for the gateway, processor 1 for the subgraphs and this program; ${connections} connections, each asking again when it is answered, for ${durations.measureMs / 1_000} s after ${durations.warmUpMs / 1_000} s of the same. The first body is compared with what is expected, every other one with the first, byte by byte. The mercurius gateway knows Federation 1 alone, so it is asked the trivial question alone, and has one subgraph of the same users and the same bytes, which tells it its SDL. CPU is that of the gateway’s process with all its threads, from /proc. ${machine}.`,
    '',
    '| question | gateway | requests/s | p50 ms | p99 ms | CPU µs a request | requests per CPU second, Hive-Rust = 1 | peak MB |',
    '|---|---|---:|---:|---:|---:|---:|---:|',
    ...rows
      .toSorted((one, other) => other.question.localeCompare(one.question))
      .map((row) => line(row, ratio(row, rows))),
    '',
    'Without HTTP, subgraphs in the process: admission, plan, execution by the subgraphs and the answer’s text.',
    '',
    '| question | gateway | CPU µs a request |',
    '|---|---|---:|',
    ...[...inProcessUs].map(([question, us]) => `| ${question} | ${ours.name} | ${us.toFixed(1)} |`),
  ].join('\n');
}

function ratio({ question, cpuUs }: Row, rows: readonly Row[]): number {
  const rust = rows.find((row) => row.question === question && row.gateway === rustPlanned.name);
  return (rust?.cpuUs ?? Number.NaN) / cpuUs;
}

function line({ question, gateway, perSecond, p50Ms, p99Ms, cpuUs, peakMb }: Row, times: number): string {
  const figures = [perSecond.toFixed(0), p50Ms.toFixed(2), p99Ms.toFixed(2), cpuUs.toFixed(0)];
  return `| ${[question, gateway, ...figures, `× ${times.toFixed(2)}`, peakMb.toFixed(0)].join(' | ')} |`;
}
