import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { sql } from 'drizzle-orm';
import type { ChangeKind } from '../domain/event.ts';

export interface EventChange {
  readonly seq: number;
  readonly kind: ChangeKind;
  readonly eventId: string;
}

// A type, not an interface: rows are records by index.
export type LogEntry = { memberId: string; seq: number };

/** One entry for each of the members; sorted, so that locks are taken in one order. */
export async function insertChange(
  tx: Tx,
  { kind, eventId, at }: { kind: ChangeKind; eventId: string; at: Date },
  memberIds: readonly string[],
): Promise<LogEntry[]> {
  const { rows } = await tx.named('calendar.insertChange').execute<LogEntry>(sql`
    with numbered as (
      insert into calendar.change_logs as log (member_id, last_seq)
      select recipient.id, 1 from unnest(${idList(memberIds)}) as recipient (id) order by recipient.id
      on conflict (member_id) do update set last_seq = log.last_seq + 1
      returning member_id, last_seq
    )
    insert into calendar.changes (member_id, seq, kind, event_id, at)
    select member_id, last_seq, ${kind}::text, ${eventId}::uuid, ${at.toISOString()}::timestamptz from numbered
    returning member_id as "memberId", seq`);
  return rows;
}

/** 0 for a member to whom nothing has happened yet. */
export async function findChangeSeq(db: ReadDb, memberId: string): Promise<number> {
  const { rows } = await db
    .named('calendar.findChangeSeq')
    .execute<{ seq: number }>(
      sql`select last_seq as seq from calendar.change_logs where member_id = ${memberId}`,
    );
  return rows[0]?.seq ?? 0;
}

/** The member's log after `afterSeq`, ascending, at most `limit`. */
export async function findChangesAfter(db: ReadDb, memberId: string, afterSeq: number, limit: number) {
  const { rows } = await db.named('calendar.findChangesAfter').execute<
    EventChange & Record<string, unknown>
  >(sql`
    select seq, kind, event_id as "eventId" from calendar.changes
    where member_id = ${memberId} and seq > ${afterSeq} order by seq limit ${limit}`);
  return rows;
}
