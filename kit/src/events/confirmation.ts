import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ReadDb, WriteDb } from '../db/database.ts';
import { listParameter } from '../db/list-parameter.ts';
import { shardCount } from './contract.ts';

const position = z.int().min(0);

/** How far groups of one subgraph are with the log of a publisher, which keeps for them what comes behind. */
export const confirmation = z.strictObject({
  /** The subgraph that reads, e.g. `messaging`. */
  reader: z.string().min(1).max(100),
  /** `positions`: of the last event that the group has done with in each shard, 0 for none; one a shard. */
  groups: z
    .array(
      z.strictObject({
        group: z.string().min(1).max(100),
        positions: z.array(position).length(shardCount).readonly(),
      }),
    )
    .readonly(),
  /** These are all groups that the reader has: what was kept for others of it is soon kept no longer. */
  isWhole: z.boolean(),
});
export type Confirmation = z.output<typeof confirmation>;

/** Up to which position a log was pruned, one a shard; 0 where nothing was. */
export const prunedThrough = z.array(position).length(shardCount);

/**
 * What is kept for a group that its reader does not name, counted from when the group itself last did: while a new
 * version takes the place of an old one, the old one does not know the groups that are new.
 */
const keptUnnamedHours = 6;

/**
 * Writes down how far the groups of a reader are. From then on nothing behind that goes, until they confirm more.
 *
 * @returns up to which position each shard has been pruned by now
 */
export function takeConfirmation(
  db: WriteDb,
  publisher: string,
  { reader, groups, isWhole }: Confirmation,
): Promise<readonly number[]> {
  const schema = sql.identifier(publisher);
  const rows = groups.flatMap(({ group, positions }) =>
    positions.map((pos, shard) => ({ group, pos, shard })),
  );
  const column = (name: 'group' | 'shard' | 'pos', of: 'text' | 'smallint' | 'bigint') =>
    listParameter(
      rows.map((row) => row[name]),
      of,
    );
  return db.transaction(async (tx) => {
    // Waits for a batch that is going on; the next one sees what is written here.
    const { rows: pruned } = await tx.named(`${publisher}.lockPruned`).execute<{ pos: number }>(sql`
      SELECT pos::float8 AS pos FROM ${schema}.event_log_pruned ORDER BY shard FOR UPDATE`);
    await tx.named(`${publisher}.takeConfirmation`).execute(sql`
      INSERT INTO ${schema}.event_log_readers AS held (reader, consumer_group, shard, pos)
      SELECT ${reader}, * FROM unnest(${column('group', 'text')}, ${column('shard', 'smallint')},
        ${column('pos', 'bigint')})
      ON CONFLICT (reader, consumer_group, shard)
        DO UPDATE SET pos = excluded.pos, confirmed_at = clock_timestamp()`);
    if (isWhole) {
      const present = listParameter(
        groups.map(({ group }) => group),
        'text',
      );
      await tx.named(`${publisher}.forgetReaders`).execute(sql`
        DELETE FROM ${schema}.event_log_readers
        WHERE reader = ${reader} AND NOT consumer_group = ANY(${present})
          AND confirmed_at < clock_timestamp() - make_interval(hours => ${keptUnnamedHours})`);
    }
    return pruned.map(({ pos }) => pos);
  });
}

/** Position of the last event of each shard that a group of `reader` has done with. */
export async function findPositions(
  db: ReadDb,
  reader: string,
  { group, source }: { readonly group: string; readonly source: string },
): Promise<readonly number[]> {
  const { rows } = await db.named(`${reader}.findPositions`).execute<{ shard: number; pos: number }>(sql`
    SELECT shard, pos::float8 AS pos FROM ${sql.identifier(reader)}.consumer_positions
    WHERE consumer_group = ${group} AND source = ${source}`);
  const known = new Map(rows.map(({ shard, pos }) => [shard, pos]));
  return Array.from({ length: shardCount }, (_, shard) => known.get(shard) ?? 0);
}
