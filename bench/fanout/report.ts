import type { Figures } from './crowd.ts';
import type { Reconnected } from './reconnect.ts';

export function report(machine: string, rows: readonly Figures[], back: Reconnected): string {
  return [
    '# Fan-out',
    '',
    `\`npm run bench -- fanout\`: the supergraph as a process of its own on processor 0; two subgraphs and all clients, plain WebSockets, on processor 1. Each post is joined with its author from the other subgraph. ${machine}.`,
    '',
    '| who listens | goal | deliveries/s | of a core | CPU ms a post | KB a client | p50 ms | p99 ms | lost, out of order |',
    '|---|---|---:|---:|---:|---:|---:|---:|---:|',
    ...rows.map(line),
    '',
    `${back.clients.toLocaleString('en')} clients cut at once, five posts missed, all back in the same moment: everybody served after ${(back.servedMs / 1_000).toFixed(1)} s (goal 30 s), ${(back.cpuMs / 1_000).toFixed(1)} s of CPU, ${back.lost} lost.`,
    '',
  ].join('\n');
}

const line = (row: Figures): string =>
  `| ${[
    ...[row.name, row.goal, row.deliveriesPerSecond.toFixed(0), `${(row.coreShare * 100).toFixed(1)} %`],
    ...[row.cpuMsPerPost.toFixed(2), row.kilobytesPerClient.toFixed(1)],
    ...[row.p50Ms.toFixed(0), row.p99Ms.toFixed(0), row.lost],
  ].join(' | ')} |`;
