import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { ReadDb } from '../db/database.ts';
import { firstLineOf } from '../events/describe-failure.ts';
import { hasJobs } from './dead-jobs.ts';
import type { Letter, LetterCounts, LetterCursor, LetterQuery } from './desk.ts';
import { countJobLetters, findJobLetters } from './job-letters.ts';
import { letterSchema } from './letter-schema.ts';

/** Events and jobs, newest first. */
export async function findLetters(db: ReadDb, subgraph: string, query: LetterQuery): Promise<Letter[]> {
  const events = await findEventLetters(db, subgraph, query);
  const jobs = (await hasJobs(db, subgraph)) ? await findJobLetters(db, subgraph, query) : [];
  return [...events, ...jobs].sort(newestFirst).slice(0, query.limit);
}

/** As the database orders them. */
function newestFirst(one: Letter, other: Letter): number {
  const ms = other.firstSeenAt.getTime() - one.firstSeenAt.getTime();
  return ms || (placeOf(one) < placeOf(other) ? 1 : -1);
}

const placeOf = ({ group, eventId }: Letter): string => `${group} ${eventId}`;

/** What follows in the same aggregate is counted, not listed. */
async function findEventLetters(
  db: ReadDb,
  subgraph: string,
  { state, limit, after }: LetterQuery,
): Promise<Letter[]> {
  const schema = sql.identifier(subgraph);
  const { rows } = await db.named(`${subgraph}.findLetters`).execute(sql`
    SELECT consumer_group AS "group", event_id AS "eventId", source, name AS "eventName",
      aggregate_type AS "aggregateType", aggregate_id AS "aggregateId", status AS state, attempts,
      coalesce(error, '') AS error, next_attempt_at AS "nextAttemptAt", first_seen_at AS "firstSeenAt",
      last_seen_at AS "lastSeenAt",
      (SELECT count(*)::integer FROM ${schema}.dead_letters AS parked
        WHERE parked.consumer_group = letter.consumer_group AND parked.source = letter.source
          AND parked.shard = letter.shard AND parked.aggregate_type = letter.aggregate_type
          AND parked.aggregate_id = letter.aggregate_id AND parked.status = 'parked'
          AND letter.status <> 'discarded') AS "parkedCount",
      (SELECT coalesce(json_agg(json_build_object('at', at, 'action', action, 'actorId', actor_id,
          'reason', reason) ORDER BY id), '[]')
        FROM ${schema}.dead_letter_actions AS done
        WHERE done.consumer_group = letter.consumer_group AND done.event_id = letter.event_id) AS actions
    FROM ${schema}.dead_letters AS letter
    WHERE status = ${state} AND ${isBehind(after)}
    ORDER BY first_seen_at DESC, consumer_group COLLATE "C" DESC, event_id DESC
    LIMIT ${limit}`);
  return z
    .array(letterSchema)
    .parse(rows)
    .map((letter) => ({ ...letter, error: firstLineOf(letter.error) }));
}

function isBehind(after: LetterCursor | null): SQL {
  if (!after) return sql`true`;
  return sql`(first_seen_at, consumer_group COLLATE "C", event_id)
    < (${after.firstSeenAt.toISOString()}::timestamptz, ${after.group}, ${after.eventId}::uuid)`;
}

/** Of events and jobs together; jobs are nought where the subgraph has none. */
export async function countLetters(db: ReadDb, subgraph: string): Promise<LetterCounts> {
  const events = await countEventLetters(db, subgraph);
  if (!(await hasJobs(db, subgraph))) return events;
  const jobs = await countJobLetters(db, subgraph);
  return {
    ...events,
    dead: events.dead + jobs.dead,
    retrying: events.retrying + jobs.retrying,
    discarded: events.discarded + jobs.discarded,
  };
}

async function countEventLetters(db: ReadDb, subgraph: string): Promise<LetterCounts> {
  const schema = sql.identifier(subgraph);
  const { rows } = await db.named(`${subgraph}.countLetters`).execute<Record<keyof LetterCounts, number>>(sql`
    SELECT count(*) FILTER (WHERE status = 'dead')::integer AS dead,
      count(*) FILTER (WHERE status = 'retrying')::integer AS retrying,
      count(*) FILTER (WHERE status = 'parked')::integer AS parked,
      count(*) FILTER (WHERE status = 'discarded')::integer AS discarded,
      (SELECT count(*) FROM ${schema}.dead_letter_actions WHERE action = 'reprocess')::integer AS reprocessed,
      (SELECT count(*) FROM ${schema}.dead_letter_actions WHERE action = 'applied')::integer
        AS "reprocessedSuccessfully"
    FROM ${schema}.dead_letters`);
  const [counts] = rows;
  if (!counts) throw new Error('an aggregate answers one row');
  return counts;
}
