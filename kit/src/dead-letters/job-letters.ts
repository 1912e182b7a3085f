import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ReadDb } from '../db/database.ts';
import { isTold, jobSource, jobStates, jobTable } from './dead-jobs.ts';
import type { Letter, LetterCounts, LetterQuery } from './desk.ts';
import { letterSchema } from './letter-schema.ts';

/** Newest first, as `findLetters` has them; call where there are jobs. */
export async function findJobLetters(
  db: ReadDb,
  subgraph: string,
  { state, limit, after }: LetterQuery,
): Promise<Letter[]> {
  const seen = sql`date_trunc('milliseconds', created_on)`;
  const behind = after
    ? sql`(${seen}, queue COLLATE "C", id)
        < (${after.firstSeenAt.toISOString()}::timestamptz, ${after.group}, ${after.eventId}::uuid)`
    : sql`true`;
  const { rows } = await db.named(`${subgraph}.findJobLetters`).execute(sql`
    WITH job AS (
      SELECT coalesce(source_name, name) AS queue, coalesce(source_root_id, id) AS id, created_on, start_after,
        coalesce(source_retry_count + 1, retry_count) AS attempts,
        coalesce(source_output ->> 'message', output ->> 'message', '') AS error
      FROM ${jobTable(subgraph)} WHERE ${jobStates[state]} AND ${isTold(subgraph)}
    )
    SELECT queue AS "group", id AS "eventId", ${jobSource} AS source, queue AS "eventName",
      'job' AS "aggregateType", id AS "aggregateId", ${state} AS state, attempts, error,
      CASE WHEN ${state} = 'retrying' THEN start_after END AS "nextAttemptAt",
      ${seen} AS "firstSeenAt", ${seen} AS "lastSeenAt", 0 AS "parkedCount",
      (SELECT coalesce(json_agg(json_build_object('at', at, 'action', action, 'actorId', actor_id,
          'reason', reason) ORDER BY done.id), '[]')
        FROM ${sql.identifier(subgraph)}.dead_letter_actions AS done
        WHERE done.consumer_group = queue AND done.event_id = job.id) AS actions
    FROM job WHERE ${behind}
    ORDER BY ${seen} DESC, queue COLLATE "C" DESC, id DESC LIMIT ${limit}`);
  return z.array(letterSchema).parse(rows);
}

type JobCounts = Pick<LetterCounts, 'dead' | 'retrying' | 'discarded'>;

/** Of a subgraph that has a job schema. */
export async function countJobLetters(db: ReadDb, subgraph: string): Promise<JobCounts> {
  const { rows } = await db.named(`${subgraph}.countJobLetters`).execute<
    JobCounts & Record<string, unknown>
  >(sql`
    SELECT count(*) FILTER (WHERE ${jobStates.dead})::integer AS dead,
      count(*) FILTER (WHERE ${jobStates.retrying})::integer AS retrying,
      count(*) FILTER (WHERE ${jobStates.discarded})::integer AS discarded
    FROM ${jobTable(subgraph)} WHERE ${isTold(subgraph)}`);
  return rows[0] ?? { dead: 0, retrying: 0, discarded: 0 };
}

/** Jobs that an operator has to look after, or has given another round that is not over; the oldest of them. */
export async function findWaitingJobs(
  db: ReadDb,
  subgraph: string,
): Promise<{ readonly count: number; readonly queue: string; readonly since: Date } | null> {
  const { rows } = await db.named(`${subgraph}.findWaitingJobs`).execute<{
    count: number;
    queue: string;
    sinceMs: number;
  }>(sql`
    SELECT count(*) OVER ()::integer AS count, coalesce(source_name, name) AS queue,
      (extract(epoch FROM created_on) * 1000)::float8 AS "sinceMs"
    FROM ${jobTable(subgraph)} WHERE (${jobStates.dead} OR ${jobStates.retrying}) AND ${isTold(subgraph)}
    ORDER BY created_on LIMIT 1`);
  const [row] = rows;
  return row ? { count: row.count, queue: row.queue, since: new Date(row.sinceMs) } : null;
}
