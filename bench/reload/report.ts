import { percentile } from '../percentile.ts';
import type { Asked } from './ask-steadily.ts';

export interface Figures {
  readonly reloads: number;
  readonly everyMs: number;
  readonly listeners: number;
  readonly requests: Asked;
  /** To be delivered, to all together. */
  readonly events: number;
  readonly received: number;
  readonly outOfOrder: number;
  readonly dropped: number;
  readonly latenciesMs: readonly number[];
  readonly rssBefore: number;
  readonly rssAfter: number;
}

export function report(machine: string, figures: Figures): string {
  const { reloads, everyMs, listeners, requests, events, received, outOfOrder, dropped } = figures;
  const { latenciesMs, rssBefore, rssAfter } = figures;
  return [
    '# Reload during load',
    '',
    `\`npm run bench -- reload\`: the file of a supergraph process of its own is replaced ${reloads} times, every ${everyMs / 1_000} s. In turn a third subgraph takes over what the rest of a plan asks, the subgraph of the events gets another address, and everything goes back. Meanwhile ${listeners.toLocaleString('en')} WebSockets follow 20 rooms from the first event on, half of them with the author's name, and eight ask queries over HTTP one after another. Clients and subgraphs in one other process. ${machine}.`,
    '',
    '| | count | failed, dropped, lost | p50 ms | p99 ms |',
    '|---|---:|---:|---:|---:|',
    line('requests', requests.answered + requests.failed, requests.failed, requests.latenciesMs),
    `| subscriptions | ${listeners} | ${dropped} | | |`,
    line('events', events, events - received + outOfOrder, latenciesMs),
    '',
    `Resident memory of the supergraph: ${megabytes(rssBefore)} MB before the first, ${megabytes(rssAfter)} MB after the last.`,
    '',
  ].join('\n');
}

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

const line = (name: string, count: number, bad: number, latenciesMs: readonly number[]): string =>
  `| ${name} | ${count} | ${bad} | ${percentile(latenciesMs, 0.5).toFixed(0)} | ${percentile(latenciesMs, 0.99).toFixed(0)} |`;
