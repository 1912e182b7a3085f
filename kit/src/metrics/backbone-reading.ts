import { sql } from 'drizzle-orm';
import type { WriteDb } from '../db/database.ts';
import { jobSchema } from '../db/prepare-schemas.ts';

/** How the events and jobs of one subgraph stand. */
export interface BackboneReading {
  readonly outboxEvents: number;
  /** 0 for an empty outbox. */
  readonly outboxOldestSeconds: number;
  /** Positions of all shards of its log, added up. */
  readonly logPosition: number;
  /** How much longer its oldest event has been kept than it had to be; 0 for nothing that is held back. */
  readonly logOverdueSeconds: number;
  /** Up to where its readers have confirmed it, the shards added up. */
  readonly readers: readonly { readonly reader: string; readonly group: string; readonly position: number }[];
  readonly groups: readonly { readonly group: string; readonly source: string; readonly position: number }[];
  readonly letters: readonly { readonly group: string; readonly status: string; readonly count: number }[];
  /** Decisions of operators, and letters that had their effect after one. */
  readonly actions: readonly { readonly action: string; readonly count: number }[];
  readonly jobs: readonly { readonly queue: string; readonly state: string; readonly count: number }[];
}

type Row = Omit<BackboneReading, 'jobs' | 'logOverdueSeconds'> &
  Record<string, unknown> & { readonly hasJobs: boolean; readonly logOldestSeconds: number };
type JobRow = BackboneReading['jobs'][number] & Record<string, unknown>;

/**
 * At most two statements, on the primary.
 *
 * @param keepEventsMs - how long events stay in the log at least
 */
export async function readBackbone(
  db: WriteDb,
  subgraph: string,
  keepEventsMs: number,
): Promise<BackboneReading> {
  const schema = sql.identifier(subgraph);
  const { rows } = await db.named(`${subgraph}.readBackboneMetrics`).execute<Row>(sql`
    SELECT (SELECT count(*)::float8 FROM ${schema}.outbox) AS "outboxEvents",
      (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(occurred_at)), 0)::float8
        FROM ${schema}.outbox) AS "outboxOldestSeconds",
      (SELECT coalesce(sum(head.pos), 0)::float8 FROM generate_series(0, 7) AS shard CROSS JOIN LATERAL (
        SELECT pos FROM ${schema}.event_log AS event WHERE event.shard = shard.shard
        ORDER BY pos DESC LIMIT 1) AS head) AS "logPosition",
      (SELECT coalesce(max(greatest(0, extract(epoch FROM clock_timestamp() - greatest(oldest.logged_at, since)))), 0)
        ::float8 FROM ${schema}.event_log_pruned AS pruned CROSS JOIN LATERAL (
          SELECT logged_at, pos FROM ${schema}.event_log AS event
          WHERE event.shard = pruned.shard AND event.pos > pruned.pos ORDER BY event.pos LIMIT 1) AS oldest
        WHERE EXISTS (SELECT FROM ${schema}.event_log AS later
          WHERE later.shard = pruned.shard AND later.pos > oldest.pos)) AS "logOldestSeconds",
      (SELECT coalesce(json_agg(confirmed), '[]') FROM (
        SELECT reader, consumer_group AS "group", sum(pos)::float8 AS position
        FROM ${schema}.event_log_readers GROUP BY 1, 2) AS confirmed) AS readers,
      (SELECT coalesce(json_agg(held), '[]') FROM (
        SELECT consumer_group AS "group", source, sum(pos)::float8 AS position
        FROM ${schema}.consumer_positions GROUP BY 1, 2) AS held) AS groups,
      (SELECT coalesce(json_agg(letter), '[]') FROM (
        SELECT consumer_group AS "group", status, count(*)::float8 AS count
        FROM ${schema}.dead_letters GROUP BY 1, 2) AS letter) AS letters,
      (SELECT coalesce(json_agg(done), '[]') FROM (
        SELECT action, count(*)::float8 AS count FROM ${schema}.dead_letter_actions GROUP BY 1) AS done) AS actions,
      to_regclass(${`${jobSchema(subgraph)}.job`}) IS NOT NULL AS "hasJobs"`);
  const [row] = rows;
  if (!row) throw new Error('the backbone could not be read');
  const logOverdueSeconds = Math.max(0, row.logOldestSeconds - keepEventsMs / 1_000);
  return { ...row, logOverdueSeconds, jobs: row.hasJobs ? await readJobs(db, subgraph) : [] };
}

async function readJobs(db: WriteDb, subgraph: string): Promise<BackboneReading['jobs']> {
  const { rows } = await db.named(`${subgraph}.readJobMetrics`).execute<JobRow>(sql`
    SELECT name AS queue, state::text AS state, count(*)::float8 AS count
    FROM ${sql.identifier(jobSchema(subgraph))}.job
    WHERE state IN ('created', 'retry', 'active', 'failed') GROUP BY 1, 2`);
  return rows;
}
