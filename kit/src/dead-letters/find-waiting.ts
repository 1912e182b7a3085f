import { sql } from 'drizzle-orm';
import type { ReadDb } from '../db/database.ts';
import { hasJobs } from './dead-jobs.ts';
import { findWaitingJobs } from './job-letters.ts';

/** What an operator has to look after, or has given another round that is not over. */
export interface Waiting {
  readonly count: number;
  /** Null when none waits. */
  readonly oldest: { readonly eventName: string; readonly group: string; readonly since: Date } | null;
}

type WaitingRow = Record<string, unknown> & {
  readonly count: number;
  readonly eventName: string;
  readonly group: string;
  readonly sinceMs: number;
};

/** Events and jobs. */
export async function findWaiting(db: ReadDb, subgraph: string): Promise<Waiting> {
  const events = await findWaitingEvents(db, subgraph);
  const jobs = (await hasJobs(db, subgraph)) ? await findWaitingJobs(db, subgraph) : null;
  if (!jobs) return events;
  const oldestJob = { eventName: 'a job', group: jobs.queue, since: jobs.since };
  const isOlder = !events.oldest || jobs.since < events.oldest.since;
  return { count: events.count + jobs.count, oldest: isOlder ? oldestJob : events.oldest };
}

async function findWaitingEvents(db: ReadDb, subgraph: string): Promise<Waiting> {
  const { rows } = await db.named(`${subgraph}.findWaiting`).execute<WaitingRow>(sql`
    SELECT count(*) OVER ()::integer AS count, name AS "eventName", consumer_group AS "group",
      (extract(epoch FROM first_seen_at) * 1000)::float8 AS "sinceMs"
    FROM ${sql.identifier(subgraph)}.dead_letters
    WHERE status = 'dead' OR (status = 'retrying' AND reprocessed > 0)
    ORDER BY first_seen_at LIMIT 1`);
  const [row] = rows;
  if (!row) return { count: 0, oldest: null };
  const { count, eventName, group, sinceMs } = row;
  return { count, oldest: { eventName, group, since: new Date(sinceMs) } };
}
