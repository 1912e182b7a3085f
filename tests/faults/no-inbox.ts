import type { Consumer } from '@moim/kit/events/consumer.ts';
import { shardCount } from '@moim/kit/events/contract.ts';
import type { Reach } from '@moim/kit/events/fault-points.ts';
import type { EventSource } from '@moim/kit/events/source.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { sql } from 'drizzle-orm';

/**
 * The mistake: effect and position are two transactions and nothing remembers the event between
 * them, so that a death in between repeats the effect.
 */
export function consumeWithoutInbox(
  subgraph: string,
  consumer: Consumer,
  services: Services,
  sources: ReadonlyMap<string, EventSource>,
  reach: Reach,
): void {
  const source = sources.get(consumer.source);
  if (!source) throw new Error(`no source ${consumer.source}`);
  for (let shard = 0; shard < shardCount; shard += 1)
    void consumeShard({ subgraph, consumer, services, source, shard, reach });
}

interface Naive {
  readonly subgraph: string;
  readonly consumer: Consumer;
  readonly services: Services;
  readonly source: EventSource;
  readonly shard: number;
  readonly reach: Reach;
}

async function consumeShard(naive: Naive): Promise<never> {
  const { consumer, services, source, shard, reach } = naive;
  const signal = new AbortController().signal;
  let after = await findPosition(naive);
  for (;;) {
    for (const event of await source.read({ shard, after, limit: 50, waitMs: 1_000, signal })) {
      await services.db.write.transaction((tx) => consumer.handle(tx, event, services));
      reach('consumer-effect-before-position');
      await savePosition(naive, event.pos);
      after = event.pos;
    }
  }
}

async function findPosition({ subgraph, consumer, services, shard }: Naive): Promise<number> {
  const { rows } = await services.db.write.named('faults.findPosition').execute<{ pos: number }>(sql`
    select pos::float8 as pos from ${sql.identifier(subgraph)}.consumer_positions
    where consumer_group = ${consumer.group} and source = ${consumer.source} and shard = ${shard}`);
  return rows[0]?.pos ?? 0;
}

async function savePosition({ subgraph, consumer, services, shard }: Naive, pos: number): Promise<void> {
  await services.db.write.named('faults.savePosition').execute(sql`
    insert into ${sql.identifier(subgraph)}.consumer_positions values (${consumer.group}, ${consumer.source}, ${shard}, ${pos})
    on conflict (consumer_group, source, shard) do update set pos = excluded.pos`);
}
