import type { Tx } from '@moim/kit/db/database.ts';
import { sql } from 'drizzle-orm';
import type { EntityChange } from '../domain/entity-change.ts';
import type { NotificationKind } from '../domain/notification.ts';
import { type InboxEntry, numberFor } from './inboxes.ts';

export interface Recipient {
  readonly memberId: string;
  /** Both null for whom the change is silent. */
  readonly notificationId: string | null;
  readonly kind: NotificationKind | null;
}

/**
 * Tells each recipient, by a notification or silently: one statement for any number of them. Who
 * closed their account is told nothing.
 */
export async function insertEntityChange(
  tx: Tx,
  { subject, actorId, startsAt, previousStartsAt, at, causeEventId }: Omit<EntityChange, 'told'>,
  recipients: readonly Recipient[],
): Promise<InboxEntry[]> {
  const column = (name: keyof Recipient) => sql.param(recipients.map((recipient) => recipient[name]));
  const instant = (value: Date | null) => sql`${value?.toISOString() ?? null}::timestamptz`;
  const { rows } = await tx.named('messaging.insertEntityChange').execute<InboxEntry>(sql`
    with recipient as (
      select told.* from unnest(${column('memberId')}::uuid[], ${column('notificationId')}::uuid[],
        ${column('kind')}::text[]) as told (member_id, notification_id, kind)
      where not exists (select from messaging.known_members as known
        where known.member_id = told.member_id and known.withdrawn_at is not null)
    ), noted as (
      insert into messaging.notifications (id, member_id, kind, subject_kind, subject_id, actor_id,
        starts_at, previous_starts_at, at, cause_event_id)
      select notification_id, member_id, kind, ${subject.kind}::text, ${subject.id}::uuid, ${actorId}::uuid,
        ${instant(startsAt)}, ${instant(previousStartsAt)}, ${instant(at)}, ${causeEventId}::uuid
      from recipient where notification_id is not null
    ), numbered as (${numberFor(sql`select member_id from recipient`)})
    insert into messaging.inbox_events (member_id, seq, kind, notification_id, subject_kind, subject_id, at)
    select member_id, numbered.last_seq,
      case when notification_id is null then 'ENTITY_CHANGED' else 'NOTIFICATION_RECEIVED' end,
      notification_id, ${subject.kind}::text, ${subject.id}::uuid, ${instant(at)}
    from numbered join recipient using (member_id)
    returning member_id as "memberId", seq`);
  return rows;
}

/** Tells the member's other devices that notifications were read here. */
export async function insertNotificationsRead(tx: Tx, memberId: string, at: Date): Promise<InboxEntry[]> {
  const { rows } = await tx.named('messaging.insertNotificationsRead').execute<InboxEntry>(sql`
    with numbered as (${numberFor(sql`select ${memberId}::uuid`)})
    insert into messaging.inbox_events (member_id, seq, kind, at)
    select member_id, last_seq, 'NOTIFICATIONS_READ', ${at.toISOString()}::timestamptz from numbered
    returning member_id as "memberId", seq`);
  return rows;
}
