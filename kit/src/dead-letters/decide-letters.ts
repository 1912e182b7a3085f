import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import type { LetterKey } from './desk.ts';

interface Decision {
  readonly actorId: string;
  readonly at: Date;
}

/** One more round for dead letters, and a line for each of who asked for it, in one statement. */
export async function reprocessLetters(
  tx: Tx,
  subgraph: string,
  keys: readonly LetterKey[],
  { actorId, at }: Decision,
): Promise<LetterKey[]> {
  const schema = sql.identifier(subgraph);
  const instant = sql`${at.toISOString()}::timestamptz`;
  const { rows } = await tx.named(`${subgraph}.reprocessLetters`).execute<
    Record<keyof LetterKey, string>
  >(sql`
    WITH revived AS (
      UPDATE ${schema}.dead_letters
      SET status = 'retrying', attempts = 0, next_attempt_at = ${instant}, reprocessed = reprocessed + 1
      WHERE status = 'dead' AND (consumer_group, event_id) IN (SELECT * FROM unnest(
        ${sql.param(keys.map(({ group }) => group))}::text[],
        ${sql.param(keys.map(({ eventId }) => eventId))}::uuid[]))
      RETURNING consumer_group, source, event_id, name
    ), noted AS (
      INSERT INTO ${schema}.dead_letter_actions
        (at, action, consumer_group, source, event_id, event_name, actor_id)
      SELECT ${instant}, 'reprocess', consumer_group, source, event_id, name, ${actorId}::uuid FROM revived
    )
    SELECT consumer_group AS "group", event_id AS "eventId" FROM revived`);
  return rows;
}

/**
 * Gives a dead letter up: it counts as taken, so that the next event of its aggregate is due and a
 * straggler does not take it again.
 *
 * @returns false when there is no such dead letter
 */
export async function discardLetter(
  tx: Tx,
  subgraph: string,
  { group, eventId }: LetterKey,
  { actorId, at, reason }: Decision & { readonly reason: string },
): Promise<boolean> {
  const schema = sql.identifier(subgraph);
  const { rows } = await tx.named(`${subgraph}.discardLetter`).execute(sql`
    WITH discarded AS (
      UPDATE ${schema}.dead_letters SET status = 'discarded', next_attempt_at = NULL
      WHERE status = 'dead' AND consumer_group = ${group} AND event_id = ${eventId}::uuid RETURNING *
    ), taken AS (
      INSERT INTO ${schema}.inbox (consumer_group, source, event_id)
      SELECT consumer_group, source, event_id FROM discarded ON CONFLICT DO NOTHING
    ), moved AS (
      INSERT INTO ${schema}.aggregate_positions AS held
        (consumer_group, source, aggregate_type, aggregate_id, aggregate_seq)
      SELECT consumer_group, source, aggregate_type, aggregate_id, aggregate_seq FROM discarded
      ON CONFLICT (consumer_group, source, aggregate_type, aggregate_id)
        DO UPDATE SET aggregate_seq = greatest(held.aggregate_seq, excluded.aggregate_seq)
    )
    INSERT INTO ${schema}.dead_letter_actions
      (at, action, consumer_group, source, event_id, event_name, actor_id, reason)
    SELECT ${at.toISOString()}::timestamptz, 'discard', consumer_group, source, event_id, name,
      ${actorId}::uuid, ${reason} FROM discarded RETURNING id`);
  return rows.length > 0;
}
