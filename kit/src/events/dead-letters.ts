import { sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../db/database.ts';
import { aggregateKey } from './consumer-positions.ts';
import type { LoggedEvent } from './contract.ts';
import type { Group } from './group.ts';
import { eventSelection, type EventRow, toLoggedEvent } from './read-event-log.ts';

export interface DeadLetter {
  readonly event: LoggedEvent;
  readonly status: 'retrying' | 'parked' | 'dead';
  readonly attempts: number;
  /** Null unless retrying. */
  readonly nextAttemptAt: Date | null;
}

export interface Setback {
  readonly status: DeadLetter['status'];
  readonly attempts: number;
  /** Null for a parked event, which has not failed itself. */
  readonly error: string | null;
  readonly nextAttemptAt: Date | null;
  readonly at: Date;
}

/** Puts events aside; one that is aside already gets the new standing, unless it was discarded. */
export async function putAside(
  tx: Tx,
  { subgraph, consumer }: Group,
  events: readonly LoggedEvent[],
  { status, attempts, error, nextAttemptAt, at }: Setback,
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({ ...event, occurredAt: event.occurredAt.toISOString() }));
  await tx.named(`${subgraph}.putAside`).execute(sql`
    INSERT INTO ${sql.identifier(subgraph)}.dead_letters (consumer_group, source, pos, event_id, name,
      aggregate_type, aggregate_id, aggregate_seq, shard, payload, occurred_at, traceparent,
      status, attempts, error, next_attempt_at, first_seen_at, last_seen_at)
    SELECT ${consumer.group}, ${consumer.source}, "pos", "id", "name",
      "aggregateType", "aggregateId", "aggregateSeq", "shard", "payload", "occurredAt", "traceparent",
      ${status}, ${attempts}::integer, ${error}, ${nextAttemptAt?.toISOString() ?? null}::timestamptz,
      ${at.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS event ("pos" bigint, "id" uuid, "name" text,
      "aggregateType" text, "aggregateId" text, "aggregateSeq" bigint, "shard" smallint, "payload" jsonb,
      "occurredAt" timestamptz, "traceparent" text)
    ON CONFLICT (consumer_group, source, event_id) DO UPDATE SET status = excluded.status,
      attempts = excluded.attempts, error = excluded.error, next_attempt_at = excluded.next_attempt_at,
      last_seen_at = excluded.last_seen_at
    WHERE dead_letters.status <> 'discarded'`);
}

type LetterRow = EventRow &
  Pick<DeadLetter, 'status' | 'attempts'> & { readonly nextAttemptAtMs: number | null };

/** The first open letter of each aggregate of a shard: the one that all later ones wait for. */
export async function findBlockers(
  db: ReadDb,
  { subgraph, consumer }: Group,
  shard: number,
): Promise<Map<string, DeadLetter>> {
  const { rows } = await db.named(`${subgraph}.findBlockers`).execute<LetterRow>(sql`
    SELECT DISTINCT ON (aggregate_type, aggregate_id) ${eventSelection}, status, attempts,
      (extract(epoch FROM next_attempt_at) * 1000)::float8 AS "nextAttemptAtMs"
    FROM ${sql.identifier(subgraph)}.dead_letters
    WHERE consumer_group = ${consumer.group} AND source = ${consumer.source} AND shard = ${shard}
      AND status <> 'discarded'
    ORDER BY aggregate_type, aggregate_id, dead_letters.aggregate_seq`);
  return new Map(rows.map((row) => [aggregateKey(row.aggregateType, row.aggregateId), toDeadLetter(row)]));
}

/**
 * In the transaction of the effect that the event now has after all. Where an operator had asked for
 * it, that is noted too.
 *
 * @returns whether one had
 */
export async function deleteDeadLetter(
  tx: Tx,
  { subgraph, consumer }: Group,
  event: LoggedEvent,
  at: Date,
): Promise<boolean> {
  const schema = sql.identifier(subgraph);
  const { rowCount } = await tx.named(`${subgraph}.deleteDeadLetter`).execute(sql`
    WITH gone AS (
      DELETE FROM ${schema}.dead_letters WHERE consumer_group = ${consumer.group}
        AND source = ${consumer.source} AND event_id = ${event.id} RETURNING *
    )
    INSERT INTO ${schema}.dead_letter_actions (at, action, consumer_group, source, event_id, event_name)
    SELECT ${at.toISOString()}::timestamptz, 'applied', consumer_group, source, event_id, name
    FROM gone WHERE reprocessed > 0`);
  return rowCount === 1;
}

function toDeadLetter(row: LetterRow): DeadLetter {
  const nextAttemptAt = row.nextAttemptAtMs === null ? null : new Date(row.nextAttemptAtMs);
  return { event: toLoggedEvent(row), status: row.status, attempts: row.attempts, nextAttemptAt };
}
