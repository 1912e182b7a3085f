import { type Asked, connections, durations } from './ask.ts';

export interface Row extends Asked {
  readonly gateway: string;
  readonly question: string;
}

/** The section of the report, without its heading. */
export function report(machine: string, rows: readonly Row[]): string {
  return [
    `\`npm run bench -- gateway --house\`: each gateway in turn over the same running subgraphs, with processor 0 for the gateway and processor 1 for subgraphs, database and this program; ${connections} requests at a time for ${durations.measureMs / 1_000} s after ${durations.warmUpMs / 1_000} s of the same; every body is compared with the first one's. ${machine}.`,
    '',
    'They do not do the same: ours verifies the access token, asks whether the session still lives, limits the operation and signs a token of its own; the others hand the client’s token to the subgraphs, which verify it.',
    '',
    '| question | gateway | requests/s | p50 ms | p95 ms | CPU ms a request | CPU against @apollo/gateway |',
    '|---|---|---:|---:|---:|---:|---:|',
    ...rows.map((row) => line(row, rows)),
  ].join('\n');
}

function line(row: Row, rows: readonly Row[]): string {
  const { gateway, question, perSecond, p50Ms, p95Ms, cpuMsPerRequest } = row;
  const stock = rows.find((other) => other.question === question && other.gateway.startsWith('@apollo'));
  const ratio = cpuMsPerRequest / (stock?.cpuMsPerRequest ?? Number.NaN);
  const figures = [perSecond.toFixed(0), p50Ms.toFixed(1), p95Ms.toFixed(1), cpuMsPerRequest.toFixed(2)];
  return `| ${[question, gateway, ...figures, `× ${ratio.toFixed(2)}`].join(' | ')} |`;
}
