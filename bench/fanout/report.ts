import type { Figures } from './crowd.ts';
import type { Reconnected } from './reconnect.ts';

/** A line of the table: what it is about, and its other cells. */
export type Row = readonly [name: string, ...cells: string[]];

const head =
  '| who listens | goal | deliveries/s | of a core | CPU ms a post | CPU ms a delivery | KB a client | of it live | p50 ms | p99 ms | lost, out of order |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|';
const headOfReturns =
  '| cut at once, five posts missed, back in the same moment | goal | served after s | CPU s | lost |\n|---|---|---:|---:|---:|';

export const rowOf = (row: Figures): Row => [
  row.name,
  row.goal,
  row.deliveriesPerSecond.toFixed(0),
  `${(row.coreShare * 100).toFixed(1)} %`,
  row.cpuMsPerPost.toFixed(2),
  row.cpuMsPerDelivery.toFixed(3),
  row.residentKbPerClient.toFixed(1),
  row.liveKbPerClient.toFixed(1),
  row.p50Ms.toFixed(0),
  row.p99Ms.toFixed(0),
  String(row.lost),
];

export const rowOfReturn = ({ clients, servedMs, cpuMs, lost }: Reconnected): Row => [
  `${clients.toLocaleString('en')} clients`,
  '≤ 30 s, none lost',
  (servedMs / 1_000).toFixed(1),
  (cpuMs / 1_000).toFixed(1),
  String(lost),
];

/** @param before - the table as it was: lines of other scenes stay */
export function report(machine: string, rows: readonly Row[], before: string): string {
  const lines = new Map(
    Array.from(before.matchAll(/^\| ([^|]+?) \|.*$/gm), ([line, name = '']) => [name, line]),
  );
  for (const row of rows) lines.set(row[0], `| ${row.join(' | ')} |`);
  const all = [...lines]
    .filter(([name]) => !/^(who listens|cut at once.*)$/.test(name))
    .map(([, line]) => line);
  const isReturn = (line: string): boolean => line.split('|').length === 7;
  return [
    '# Fan-out',
    '',
    `\`npm run bench -- fanout\`: the supergraph as a process of its own on processor 0; two subgraphs and all clients, plain WebSockets, on processor 1. Each post is joined with its author from the other subgraph. Of memory the growth of the process is told (VmRSS, without the system's side of the sockets), from an empty process behind a full collection to the end of the posting, and what of it a full collection leaves: objects and buffers. Where nobody says who he is, a room's guard is asked again once for all of its clients; members are signed for, their sessions are looked up every three seconds, and each room is asked about all of its own. The last run: ${machine}.`,
    '',
    head,
    ...all.filter((line) => !isReturn(line)),
    '',
    headOfReturns,
    ...all.filter(isReturn),
    '',
  ].join('\n');
}
