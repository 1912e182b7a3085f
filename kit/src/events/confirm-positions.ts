import { sql } from 'drizzle-orm';
import type { WriteDb } from '../db/database.ts';
import { listParameter } from '../db/list-parameter.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import type { Services } from '../server/services.ts';
import { findPositions } from './confirmation.ts';
import type { Consumer } from './consumer.ts';
import type { EventSource } from './source.ts';

type Reading = Pick<Consumer, 'group' | 'source'>;

/** Who reads what, from where. */
export interface Readers {
  /** The subgraph that reads. */
  readonly reader: string;
  /** All that it has. */
  readonly consumers: readonly Reading[];
  /** Every publisher that can be reached, also those that it reads no more. */
  readonly sources: ReadonlyMap<string, EventSource>;
}

/**
 * Tells each publisher how far the groups of a subgraph are, also when it has none: what was kept for earlier ones goes.
 * What is not confirmed is kept, so a publisher that cannot be reached now keeps a little more until the next time.
 */
export async function confirmPositions(
  { db, log }: Pick<Services, 'db' | 'log'>,
  { reader, consumers, sources }: Readers,
): Promise<void> {
  for (const [publisher, source] of sources) {
    const own = consumers.filter((consumer) => consumer.source === publisher);
    const groups = await Promise.all(
      own.map(async (each) => ({
        group: each.group,
        positions: await findPositions(db.write, reader, each),
      })),
    );
    const pruned = await source.confirm({ reader, groups, isWhole: true }).catch((error: unknown) => {
      log.warn({ err: error, publisher }, 'a publisher was not told how far its events have been taken');
    });
    if (pruned) await settleBeginnings(db.write, reader, publisher, pruned);
  }
}

/**
 * A group that has never met a gap and is beyond all of them has every event: from now on, since its position is
 * confirmed, a gap means a loss.
 */
async function settleBeginnings(
  db: WriteDb,
  reader: string,
  publisher: string,
  pruned: readonly number[],
): Promise<void> {
  await db.named(`${reader}.settleBeginnings`).execute(sql`
    UPDATE ${sql.identifier(reader)}.consumer_positions AS held SET began_at = 0
    FROM unnest(${listParameter(pruned, 'bigint')}) WITH ORDINALITY AS log (pos, number)
    WHERE held.began_at IS NULL AND held.source = ${publisher} AND held.shard = log.number - 1
      AND held.pos >= log.pos`);
}

/** Part of every subgraph that has jobs and consumers. */
export const confirmPositionsJob = (readers: Readers): JobHandler => ({
  queue: `${readers.reader}.confirm-positions`,
  cron: '*/30 * * * *',
  handle: (_, services) => confirmPositions(services, readers),
});
