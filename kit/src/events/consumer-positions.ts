import { sql } from 'drizzle-orm';
import type { ReadDb, Tx, WriteDb } from '../db/database.ts';
import { type ListOf, listParameter } from '../db/list-parameter.ts';
import type { LoggedEvent } from './contract.ts';
import { FencedError } from './failure.ts';
import type { Group } from './group.ts';

/** Names an aggregate in memory. */
export function aggregateKey(aggregateType: string, aggregateId: string): string {
  return `${aggregateType}/${aggregateId}`;
}

export interface Claim {
  /** Ids of those events that this group had not taken before; now it has, if the transaction commits. */
  readonly fresh: ReadonlySet<string>;
  /** Last applied sequence by aggregate key; absent for an aggregate's first event. */
  readonly applied: Map<string, number>;
}

type ClaimRow = { readonly fresh: string[]; readonly applied: [string, string, number][] };

/**
 * Takes events into the inbox and locks the positions of aggregates, in one statement.
 *
 * @param passing - events of all aggregates in question, those to take among them
 */
export async function claimEvents(
  tx: Tx,
  group: Group,
  events: readonly LoggedEvent[],
  passing: readonly LoggedEvent[],
): Promise<Claim> {
  const { subgraph, consumer } = group;
  const schema = sql.identifier(subgraph);
  const { rows } = await tx.named(`${subgraph}.claimEvents`).execute<ClaimRow>(sql`
    WITH fresh AS (
      INSERT INTO ${schema}.inbox (consumer_group, source, event_id)
      SELECT ${consumer.group}, ${consumer.source}, id FROM unnest(${column(events, 'id')}) AS id
      ON CONFLICT DO NOTHING RETURNING event_id
    ), applied AS (
      SELECT aggregate_type, aggregate_id, aggregate_seq FROM ${schema}.aggregate_positions
      WHERE consumer_group = ${consumer.group} AND source = ${consumer.source}
        AND (aggregate_type, aggregate_id) IN (SELECT * FROM unnest(
          ${column(passing, 'aggregateType')}, ${column(passing, 'aggregateId')}))
      FOR UPDATE
    )
    SELECT (SELECT coalesce(json_agg(event_id), '[]') FROM fresh) AS fresh,
      (SELECT coalesce(json_agg(json_build_array(aggregate_type, aggregate_id, aggregate_seq)), '[]')
        FROM applied) AS applied`);
  const [row] = rows;
  const applied = (row?.applied ?? []).map(([type, id, seq]) => [aggregateKey(type, id), seq] as const);
  return { fresh: new Set(row?.fresh), applied: new Map(applied) };
}

/** How far a leader is done with a shard. */
export interface Progress {
  readonly shard: number;
  readonly pos: number;
  /** Of the leader who writes it, from `beginTerm`. */
  readonly term: number;
  /** See `Standing`; null: nothing is missing. */
  readonly beganAt: number | null;
}

/**
 * Begins the term of a new leader: what the one before it has not committed by now, it never will.
 *
 * @returns the term's number
 */
export async function beginTerm(db: WriteDb, { subgraph, consumer }: Group, shard: number): Promise<number> {
  const { rows } = await db.named(`${subgraph}.beginTerm`).execute<{ term: number }>(sql`
    INSERT INTO ${sql.identifier(subgraph)}.consumer_positions AS held (consumer_group, source, shard, pos, term, began_at)
    VALUES (${consumer.group}, ${consumer.source}, ${shard}, 0, 1, NULL)
    ON CONFLICT (consumer_group, source, shard) DO UPDATE SET term = held.term + 1
    RETURNING term::float8 AS term`);
  return rows[0]?.term ?? 0;
}

/**
 * Moves the aggregates of applied events and their shards forward, never back, in one statement.
 *
 * @param upTo - one a shard, at least one
 * @throws {FencedError} when another leader's term has begun
 */
export async function advancePositions(
  tx: Tx,
  { subgraph, consumer }: Group,
  applied: readonly LoggedEvent[],
  upTo: readonly Progress[],
): Promise<void> {
  const schema = sql.identifier(subgraph);
  const last = [
    ...new Map(
      applied.map((event) => [aggregateKey(event.aggregateType, event.aggregateId), event]),
    ).values(),
  ];
  const progress = (name: 'shard' | 'pos' | 'term', of: ListOf) =>
    listParameter(
      upTo.map((each) => each[name]),
      of,
    );
  const { rowCount } = await tx.named(`${subgraph}.advancePositions`).execute(sql`
    WITH aggregates AS (
      INSERT INTO ${schema}.aggregate_positions AS held
      SELECT ${consumer.group}, ${consumer.source}, * FROM unnest(${column(last, 'aggregateType')},
        ${column(last, 'aggregateId')}, ${column(last, 'aggregateSeq')})
      ON CONFLICT (consumer_group, source, aggregate_type, aggregate_id)
        DO UPDATE SET aggregate_seq = greatest(held.aggregate_seq, excluded.aggregate_seq)
    )
    INSERT INTO ${schema}.consumer_positions AS held (consumer_group, source, shard, pos, term)
    SELECT ${consumer.group}, ${consumer.source}, shard, pos, term
    FROM unnest(${progress('shard', 'smallint')}, ${progress('pos', 'bigint')}, ${progress('term', 'bigint')})
      AS progress (shard, pos, term) ORDER BY shard
    ON CONFLICT (consumer_group, source, shard) DO UPDATE SET pos = greatest(held.pos, excluded.pos)
    WHERE held.term = excluded.term`);
  const [first] = upTo;
  if (first && rowCount !== upTo.length) throw new FencedError(consumer.group, first.shard);
}

/** Where a group stands in a shard. */
export interface Standing {
  /** Of the last event that it has done with; 0 for none. */
  readonly pos: number;
  /** Up to here events may be missing, since they were pruned before it began; null while that is not decided. */
  readonly beganAt: number | null;
}

/** Where a group stands in a shard of its source's log. */
export async function findStanding(
  db: ReadDb,
  { subgraph, consumer }: Group,
  shard: number,
): Promise<Standing> {
  const { rows } = await db.named(`${subgraph}.findStanding`).execute<Standing & Record<string, unknown>>(sql`
    SELECT pos::float8 AS pos, began_at::float8 AS "beganAt"
    FROM ${sql.identifier(subgraph)}.consumer_positions
    WHERE consumer_group = ${consumer.group} AND source = ${consumer.source} AND shard = ${shard}`);
  return rows[0] ?? { pos: 0, beganAt: null };
}

const columns = { id: 'uuid', aggregateType: 'text', aggregateId: 'text', aggregateSeq: 'bigint' } as const;

const column = (events: readonly LoggedEvent[], name: keyof typeof columns) =>
  listParameter(
    events.map((event) => event[name]),
    columns[name],
  );
