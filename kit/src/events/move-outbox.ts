import type { Client } from 'pg';
import type { LoggedEvent } from './contract.ts';
import type { Reach } from './fault-points.ts';
import { eventColumns, type EventRow, toLoggedEvent } from './read-event-log.ts';

export interface Move {
  readonly subgraph: string;
  /** Shards that this process leads. */
  readonly shards: readonly number[];
  /** Most rows to move, ≥ 1. */
  readonly limit: number;
  readonly reach: Reach;
}

/**
 * Moves the oldest outbox rows to the end of the log, in one statement and with it in one transaction. Rows are
 * claimed by deleting them and never by a cursor over their ids: ids are drawn before commit, so a cursor
 * passes by the rows of slower transactions.
 *
 * @returns the events as they stand in the log, ascending in each shard
 */
export async function moveOutbox(client: Client, move: Move): Promise<readonly LoggedEvent[]> {
  move.reach('relay-before-move');
  const { rows } = await client.query<EventRow>({
    name: `${move.subgraph}.moveOutbox`,
    text: moveSql(move.subgraph, move.limit),
    values: [move.shards],
  });
  return rows.map(toLoggedEvent).sort((one, other) => one.pos - other.pos);
}

/** A look without a transaction: most polls find nothing. */
export async function isOutboxFilled(
  client: Client,
  { subgraph, shards }: Pick<Move, 'subgraph' | 'shards'>,
): Promise<boolean> {
  const { rowCount } = await client.query({
    name: `${subgraph}.isOutboxFilled`,
    text: `SELECT /* ${subgraph}.isOutboxFilled */ FROM ${subgraph}.outbox WHERE shard = ANY(${shardList}) LIMIT 1`,
    values: [shards],
  });
  return rowCount === 1;
}

/** As `listParameter` has it: one plan for any number. */
const shardList = '(SELECT $1::smallint[])::smallint[]';

const columns =
  'event_id, name, aggregate_type, aggregate_id, aggregate_seq, shard, payload, occurred_at, traceparent';

// Two relays that both believe to lead: the second waits for the first's deletes, then finds the
// rows gone, or draws a position that the log's key refuses.
const moveSql = (subgraph: string, limit: number): string => `/* ${subgraph}.moveOutbox */
  WITH moved AS (
    DELETE FROM ${subgraph}.outbox WHERE id = ANY(ARRAY(
      SELECT id FROM ${subgraph}.outbox WHERE shard = ANY(${shardList}) ORDER BY id LIMIT ${limit}))
    RETURNING id, ${columns}
  ), heads AS (
    SELECT shard, coalesce((
      SELECT max(pos) FROM ${subgraph}.event_log WHERE event_log.shard = touched.shard), 0) AS pos
    FROM (SELECT DISTINCT shard FROM moved) AS touched
  )
  INSERT INTO ${subgraph}.event_log (pos, ${columns})
  SELECT heads.pos + row_number() OVER (PARTITION BY shard ORDER BY moved.id), ${columns}
  FROM moved JOIN heads USING (shard) ORDER BY moved.id
  RETURNING ${eventColumns}`;
