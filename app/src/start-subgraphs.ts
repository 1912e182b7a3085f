import type { DeadLetterDesk } from '@moim/kit/dead-letters/desk.ts';
import type { EventSource } from '@moim/kit/events/source.ts';
import type { Bus } from '@moim/kit/live/bus.ts';
import type { KeyValueStore } from '@moim/kit/live/key-value.ts';
import type { ProcessMetrics } from '@moim/kit/metrics/process-metrics.ts';
import { type OpenSubgraph, openSubgraph } from '@moim/kit/server/open-subgraph.ts';
import { startBackboneOf } from '@moim/kit/server/start-backbone-of.ts';
import type { Subgraph } from '@moim/kit/server/subgraph.ts';
import type { Logger } from 'pino';
import type { Closers } from './closers.ts';

export interface StartSubgraphsOptions {
  readonly subgraphs: readonly Subgraph[];
  readonly urlOf: (subgraph: string) => string;
  readonly replicaUrlsOf: (subgraph: string) => readonly string[];
  readonly bus: Bus;
  readonly keyValue: KeyValueStore;
  readonly log: Logger;
  readonly closers: Closers;
  readonly secretOf: (variable: string) => string | null;
  readonly metrics: ProcessMetrics | null;
}

/** Opens all of them in this process, with their events and jobs at work; by name. */
export async function startSubgraphs(options: StartSubgraphsOptions): Promise<Map<string, OpenSubgraph>> {
  const { subgraphs, urlOf, replicaUrlsOf, closers, ...shared } = options;
  const opened = new Map<string, OpenSubgraph>();
  const desks = new Map<string, DeadLetterDesk>();
  for (const subgraph of subgraphs) {
    const [databaseUrl, replicaUrls] = [urlOf(subgraph.name), replicaUrlsOf(subgraph.name)];
    const open = openSubgraph({ subgraph, databaseUrl, replicaUrls, desks, ...shared });
    closers.add(() => open.close());
    opened.set(subgraph.name, open);
    desks.set(subgraph.name, open.desk);
  }
  const sources = new Map([...opened].map(([name, { events }]): [string, EventSource] => [name, events]));
  const reach = { sources, transport: null };
  const backbones = [...opened.values()].map((open) => startBackboneOf(open, reach));
  closers.add(() => Promise.all(backbones.map(async (backbone) => (await backbone).stop())));
  await Promise.all(backbones);
  return opened;
}

/** @throws when `npm start` does not host this subgraph */
export function required(opened: ReadonlyMap<string, OpenSubgraph>, name: string): OpenSubgraph {
  const open = opened.get(name);
  if (!open) throw new Error(`the subgraph ${name} is not hosted here`);
  return open;
}
