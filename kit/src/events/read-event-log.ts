import { sql } from 'drizzle-orm';
import type { ReadDb } from '../db/database.ts';
import { type LoggedEvent, shardCount } from './contract.ts';
import type { LogHead } from './source.ts';

/** A logged event as `eventSelection` answers it. */
export type EventRow = Record<string, unknown> &
  Omit<LoggedEvent, 'occurredAt'> & { readonly occurredAtMs: number };

/** Columns of a logged event, in the form that `toLoggedEvent` reads; the same in every table. */
export const eventColumns = `
  event_id AS "id", name, aggregate_type AS "aggregateType", aggregate_id AS "aggregateId",
  aggregate_seq::float8 AS "aggregateSeq", shard, pos::float8 AS "pos", payload,
  (extract(epoch FROM occurred_at) * 1000)::float8 AS "occurredAtMs", traceparent`;

export const eventSelection = sql.raw(eventColumns);

/** A row of {@link eventSelection} as handlers are given it. */
export function toLoggedEvent(row: EventRow): LoggedEvent {
  const { id, name, aggregateType, aggregateId, aggregateSeq, shard, pos, payload, occurredAtMs } = row;
  const occurredAt = new Date(occurredAtMs);
  const event = { id, name, aggregateType, aggregateId, aggregateSeq, shard, pos, payload, occurredAt };
  return row.traceparent ? { ...event, traceparent: row.traceparent } : event;
}

/** The events of one shard after a position, ascending; reads the primary, which never goes back. */
export async function readEventLog(
  db: ReadDb,
  subgraph: string,
  { shard, after, limit }: { shard: number; after: number; limit: number },
): Promise<LoggedEvent[]> {
  const { rows } = await db.named(`${subgraph}.readEventLog`).execute<EventRow>(sql`
    SELECT ${eventSelection} FROM ${sql.identifier(subgraph)}.event_log
    WHERE shard = ${shard} AND pos > ${after} ORDER BY pos LIMIT ${limit}`);
  const events = rows.map(toLoggedEvent);
  return isWhole(events, after) ? events : tellPruned(db, subgraph, { shard, after, events });
}

const isWhole = (events: readonly LoggedEvent[], after: number): boolean =>
  events.every(({ pos }, index) => pos === after + 1 + index);

interface WithGaps {
  readonly shard: number;
  readonly after: number;
  readonly events: readonly LoggedEvent[];
}

/** Says where events are missing because they were pruned; what is missing otherwise is lost, and stays unexplained. */
async function tellPruned(
  db: ReadDb,
  subgraph: string,
  { shard, after, events }: WithGaps,
): Promise<LoggedEvent[]> {
  const { rows } = await db.named(`${subgraph}.findPruned`).execute<{ pos: number }>(sql`
    SELECT pos::float8 AS pos FROM ${sql.identifier(subgraph)}.event_log_pruned WHERE shard = ${shard}`);
  const pruned = rows[0]?.pos ?? 0;
  return events.map((event, index) => {
    const follows = events[index - 1]?.pos ?? after;
    return follows < event.pos - 1 && event.pos - 1 <= pruned ? { ...event, follows } : event;
  });
}

/** Where each shard stands that has events or a leader: one probe of the index a shard. */
export async function readLogHeads(db: ReadDb, subgraph: string): Promise<readonly LogHead[]> {
  const schema = sql.identifier(subgraph);
  const { rows } = await db.named(`${subgraph}.readLogHeads`).execute<LogHead & Record<string, unknown>>(sql`
    SELECT shard, coalesce(head.pos, 0)::float8 AS pos, epoch
    FROM generate_series(0, ${shardCount - 1}::integer) AS shard
    LEFT JOIN ${schema}.relay_epochs USING (shard)
    LEFT JOIN LATERAL (
      SELECT pos FROM ${schema}.event_log AS event WHERE event.shard = shard.shard ORDER BY pos DESC LIMIT 1
    ) AS head ON true
    WHERE head.pos IS NOT NULL OR epoch IS NOT NULL`);
  return rows;
}
