import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList, type ListOf, listParameter } from '@moim/kit/db/list-parameter.ts';
import { eq, sql, type SQL } from 'drizzle-orm';
import type { EntityKind } from '../domain/entity.ts';
import type { InboxEvent, RoomEventKind } from '../domain/inbox.ts';
import { asMessage, messageAsJson, type StoredMessage } from './messages.ts';
import { asNotification, notificationAsJson, type StoredNotification } from './notifications.ts';
import { inboxes } from './tables.ts';

/** 0 for a member to whom nothing has happened yet. */
export async function findInboxSeq(db: ReadDb, memberId: string): Promise<number> {
  const [row] = await db
    .named('messaging.findInboxSeq')
    .select({ seq: inboxes.lastSeq })
    .from(inboxes)
    .where(eq(inboxes.memberId, memberId));
  return row?.seq ?? 0;
}

// A type, not an interface: rows are records by index.
export type InboxEntry = { memberId: string; seq: number };

interface RoomEvent {
  readonly kind: RoomEventKind;
  readonly roomId: string;
  readonly at: Date;
}

/** The same entry for each of the members. */
export async function insertInboxEvents(
  tx: Tx,
  { kind, roomId, at }: RoomEvent,
  memberIds: readonly string[],
) {
  const { rows } = await tx.named('messaging.insertInboxEvents').execute<InboxEntry>(sql`
    with numbered as (${numberFor(sql`select id from unnest(${idList(memberIds)}) as recipient (id)`)})
    insert into messaging.inbox_events (member_id, seq, kind, room_id, at)
    select member_id, last_seq, ${kind}::text, ${roomId}::uuid, ${at.toISOString()}::timestamptz from numbered
    returning member_id as "memberId", seq`);
  return rows;
}

export interface MessageNotice {
  readonly roomId: string;
  readonly seq: number;
  /** The member whom the message is about; told even when no longer in the room if `isForLeaver`. */
  readonly subjectId: string;
  readonly isForLeaver: boolean;
  readonly forSubject: RoomEventKind;
  readonly forOthers: RoomEventKind;
  readonly at: Date;
}

/**
 * One entry a message for each member who was in its room when it took its place and still is; those of one member in
 * the order of the notices.
 */
export async function insertMessageNotices(tx: Tx, notices: readonly MessageNotice[]): Promise<InboxEntry[]> {
  const column = (name: keyof MessageNotice, of: ListOf) =>
    listParameter(
      notices.map((notice) => notice[name]),
      of,
    );
  const at = listParameter(
    notices.map((notice) => notice.at.toISOString()),
    'timestamptz',
  );
  const { rows } = await tx.named('messaging.insertMessageNotices').execute<InboxEntry>(sql`
    with notice as materialized (
      select * from unnest(${column('roomId', 'uuid')}, ${column('seq', 'integer')}, ${column('subjectId', 'uuid')},
        ${column('isForLeaver', 'boolean')}, ${column('forSubject', 'text')}, ${column('forOthers', 'text')}, ${at})
        with ordinality
        as notice (room_id, seq, subject_id, is_for_leaver, for_subject, for_others, at, place)
    ), recipient (member_id, place) as (
      select member.member_id, notice.place from notice
      join messaging.chat_room_members as member on member.room_id = notice.room_id and member.joined_seq <= notice.seq
      union
      select subject_id, place from notice where is_for_leaver
    ), told as materialized (
      select member_id, place, row_number() over (partition by member_id order by place desc) - 1 as later
      from recipient
    ), numbered as (
      insert into messaging.inboxes as inbox (member_id, last_seq)
      select member_id, count(*) from told group by member_id order by member_id
      on conflict (member_id) do update set last_seq = inbox.last_seq + excluded.last_seq
      returning member_id, last_seq
    )
    insert into messaging.inbox_events (member_id, seq, kind, room_id, message_seq, at)
    select member_id, numbered.last_seq - told.later,
      case when member_id = notice.subject_id then notice.for_subject else notice.for_others end,
      notice.room_id, notice.seq, notice.at
    from told join numbered using (member_id) join notice using (place)
    returning member_id as "memberId", seq`);
  return rows;
}

// Sorted, so that two messages to the same people take the inboxes' locks in the same order.
export const numberFor = (recipients: SQL): SQL => sql`
  insert into messaging.inboxes as inbox (member_id, last_seq)
  select recipient.id, 1 from (${recipients}) as recipient (id) order by recipient.id
  on conflict (member_id) do update set last_seq = inbox.last_seq + 1
  returning member_id, last_seq`;

type StoredInboxEvent = Omit<InboxEvent, 'at' | 'message' | 'notification' | 'subject'> & {
  readonly at: string;
  readonly message: StoredMessage | null;
  readonly notification: StoredNotification | null;
  readonly subjectKind: EntityKind | null;
  readonly subjectId: string | null;
};

function asInboxEvent(stored: StoredInboxEvent): InboxEvent {
  const { at, message, notification, subjectKind, subjectId, ...event } = stored;
  const room = event.roomId === null ? null : ({ kind: 'CHAT_ROOM', id: event.roomId } as const);
  return {
    ...event,
    at: new Date(at),
    message: message && asMessage(message),
    notification: notification && asNotification(notification),
    subject: subjectKind !== null && subjectId !== null ? { kind: subjectKind, id: subjectId } : room,
  };
}

/**
 * The member's inbox after `afterSeq`, ascending, at most `limit`; counts are those of this moment.
 * A message is there only while the member is in its room.
 */
export async function findInboxEventsAfter(db: ReadDb, memberId: string, afterSeq: number, limit: number) {
  const { rows } = await db.named('messaging.findInboxEventsAfter').execute<StoredInboxEvent>(sql`
    select event.seq, event.kind, event.at, event.room_id as "roomId",
      event.subject_kind as "subjectKind", event.subject_id as "subjectId",
      case when event.room_id is not null then coalesce(room.last_seq - own.read_seq, 0) end as "roomUnread",
      total.unread, told.unread as "unreadNotifications",
      case when message.id is not null then ${messageAsJson} end as message,
      case when notification.id is not null then ${notificationAsJson} end as notification
    from messaging.inbox_events as event
    cross join (
      select coalesce(sum(room.last_seq - member.read_seq), 0)::int as unread
      from messaging.chat_room_members as member
      join messaging.chat_rooms as room on room.id = member.room_id
      where member.member_id = ${memberId}
    ) as total
    cross join (
      select count(*)::int as unread from messaging.notifications
      where member_id = ${memberId} and read_at is null
    ) as told
    left join messaging.chat_room_members as own on own.room_id = event.room_id and own.member_id = ${memberId}
    left join messaging.chat_rooms as room on room.id = own.room_id
    left join messaging.messages as message
      on message.room_id = own.room_id and message.seq = event.message_seq
    left join messaging.notifications as notification
      on notification.id = event.notification_id and notification.member_id = ${memberId}
    where event.member_id = ${memberId} and event.seq > ${afterSeq}
    order by event.seq
    limit ${limit}`);
  return rows.map(asInboxEvent);
}
