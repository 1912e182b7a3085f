import { startBackbone } from '@moim/kit/events/backbone.ts';
import type { Consumer } from '@moim/kit/events/consumer.ts';
import type { Reach } from '@moim/kit/events/fault-points.ts';
import { localEventSource } from '@moim/kit/events/local-event-source.ts';
import type { EventSource } from '@moim/kit/events/source.ts';
import type { Services } from '@moim/kit/server/services.ts';
import type { Pool } from 'pg';
import { relayByCursor } from './naive-cursor.ts';
import { consumeWithoutInbox } from './no-inbox.ts';
import type { Mutant } from './order.ts';
import { relaySkippingLocked } from './skip-locked.ts';

export interface Hosted {
  readonly name: string;
  readonly services: Services;
  readonly pool: Pool;
  readonly consumers: readonly Consumer[];
}

const wrongRelays: Readonly<Partial<Record<Mutant, typeof relayByCursor>>> = {
  'naive-cursor': relayByCursor,
  'skip-locked': relaySkippingLocked,
};

/** The real backbone of all, or one with the ordered mistake in it. */
export async function backboneOf(
  mutant: Mutant | undefined,
  hosted: readonly Hosted[],
  reach: Reach,
): Promise<void> {
  const sources = new Map(
    hosted.map(({ name, services }) => [name, localEventSource(name, services, reach)]),
  );
  const relay = mutant && wrongRelays[mutant];
  if (relay) await Promise.all(hosted.map(({ name, pool }) => relay(name, pool)));
  for (const subgraph of hosted) await start(subgraph, sources, mutant, reach);
}

async function start(
  { name, services, pool, consumers }: Hosted,
  sources: ReadonlyMap<string, EventSource>,
  mutant: Mutant | undefined,
  reach: Reach,
): Promise<void> {
  const isNaive = mutant === 'no-inbox';
  if (isNaive)
    for (const consumer of consumers) consumeWithoutInbox(name, consumer, services, sources, reach);
  const triggers = { consumers: isNaive ? [] : consumers, jobs: [] };
  await startBackbone({ subgraph: { name, triggers }, services, pool, sources, reach });
}
