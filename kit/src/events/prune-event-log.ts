import { sql } from 'drizzle-orm';
import type { Tx, WriteDb } from '../db/database.ts';
import { listParameter } from '../db/list-parameter.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import { shardCount } from './contract.ts';

/** What may go from a log, and how much of it at a time. */
export interface Pruning {
  /** Logged before this. */
  readonly before: Date;
  /** Aggregate types whose events stay for ever. */
  readonly lasting: readonly string[];
  /** Positions that one transaction goes over, ≥ 1. */
  readonly batchSize?: number;
  /** Transactions of one run, ≥ 1: a log that was never pruned takes several runs. */
  readonly maxBatches?: number;
}

export interface Pruned {
  /** Events that went. */
  readonly deleted: number;
  /** Nothing that may go is left. */
  readonly isDone: boolean;
}

/** A run goes over two million positions at most, which takes it a minute or so. */
const defaults = { batchSize: 1_000, maxBatches: 2_000 } as const;

/**
 * Deletes from a log what is old and has been confirmed by every group that ever said it reads it, oldest first. The
 * last event of a shard stays, since positions are counted from it.
 */
export async function pruneEventLog(db: WriteDb, subgraph: string, pruning: Pruning): Promise<Pruned> {
  const { batchSize, maxBatches, ...rest } = { ...defaults, ...pruning };
  let [deleted, batches] = [0, 0];
  for (let shard = 0; shard < shardCount; shard += 1) {
    for (let passed = batchSize; passed === batchSize; batches += 1) {
      if (batches === maxBatches) return { deleted, isDone: false };
      const batch = await db.transaction((tx) => pruneBatch(tx, subgraph, { ...rest, shard, batchSize }));
      deleted += batch.deleted;
      passed = batch.passed;
    }
  }
  return { deleted, isDone: true };
}

type Batch = Required<Pick<Pruning, 'before' | 'lasting' | 'batchSize'>> & { readonly shard: number };
/** Counts; `passed`: positions gone over, those that stay among them. */
type BatchResult = { readonly deleted: number; readonly passed: number };

async function pruneBatch(tx: Tx, subgraph: string, batch: Batch): Promise<BatchResult> {
  const { before, lasting, batchSize, shard } = batch;
  const schema = sql.identifier(subgraph);
  // One at a time, and only then a look at who reads: a group that begins meanwhile is waited for, or waits.
  const { rows: locked } = await tx.named(`${subgraph}.lockPruned`).execute<{ pos: number }>(sql`
    SELECT pos::float8 AS pos FROM ${schema}.event_log_pruned WHERE shard = ${shard}
      AND since < ${before.toISOString()}::timestamptz FOR UPDATE`);
  const [pruned] = locked;
  if (!pruned) return { deleted: 0, passed: 0 };
  const { rows } = await tx.named(`${subgraph}.pruneEventLog`).execute<BatchResult>(sql`
    WITH may_go AS (
      SELECT least(
        (SELECT max(pos) - 1 FROM ${schema}.event_log WHERE shard = ${shard}),
        (SELECT min(pos) FROM ${schema}.event_log_readers WHERE shard = ${shard})) AS pos
    ), next AS (
      SELECT pos, aggregate_type, logged_at FROM ${schema}.event_log
      WHERE shard = ${shard} AND pos > ${pruned.pos} AND pos <= (SELECT pos FROM may_go)
      ORDER BY pos LIMIT ${batchSize}
    ), old AS (
      SELECT pos, aggregate_type FROM next WHERE pos < coalesce(
        (SELECT min(pos) FROM next WHERE logged_at >= ${before.toISOString()}::timestamptz),
        ${Number.MAX_SAFE_INTEGER})
    ), gone AS (
      DELETE FROM ${schema}.event_log USING old
      WHERE event_log.shard = ${shard} AND event_log.pos = old.pos
        AND NOT old.aggregate_type = ANY(${listParameter(lasting, 'text')})
      RETURNING 1
    ), noted AS (
      UPDATE ${schema}.event_log_pruned SET pos = (SELECT max(pos) FROM old)
      WHERE shard = ${shard} AND EXISTS (SELECT FROM old)
    )
    SELECT (SELECT count(*)::integer FROM gone) AS deleted, (SELECT count(*)::integer FROM old) AS passed`);
  return rows[0] ?? { deleted: 0, passed: 0 };
}

export interface Retention {
  /** Events stay at least so long, in milliseconds. */
  readonly keptMs: number;
  readonly lasting: readonly string[];
}

/** Part of every subgraph that has jobs. */
export const pruneEventLogJob = (subgraph: string, { keptMs, lasting }: Retention): JobHandler => ({
  queue: `${subgraph}.prune-event-log`,
  cron: '23 * * * *',
  handle: async (_, { db, now, log }) => {
    const before = new Date(now().getTime() - keptMs);
    const { deleted, isDone } = await pruneEventLog(db.write, subgraph, { before, lasting });
    if (deleted > 0) log.info({ deleted, isDone }, 'deleted events that every group has taken long ago');
  },
});
