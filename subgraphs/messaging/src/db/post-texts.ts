import type { Tx } from '@moim/kit/db/database.ts';
import { type ListOf, listParameter } from '@moim/kit/db/list-parameter.ts';
import { type SQL, sql } from 'drizzle-orm';
import type { MessageDraft } from '../domain/message.ts';

export interface NewText extends MessageDraft {
  readonly at: Date;
  /** Of the event that tells of it. */
  readonly eventId: string;
  /** Of its room's events. */
  readonly shard: number;
  /** Of whoever sent it, for the event; null: nobody traced. */
  readonly traceparent: string | null;
}

// A type, not an interface: rows are records by index.
export type PostedText = {
  id: string;
  /** Whether the author is in the room; without that nothing was locked for it. */
  isMember: boolean;
  /** The place it took; null when its id stands for a message already, or its room was locked. */
  seq: number | null;
  /** False although it took a place: the id was taken, or the author left, between the look and the lock. */
  isPosted: boolean;
};

/**
 * Takes the next places of any number of rooms, in the order of the texts, writes the texts there with what tells of
 * them and moves their authors' read markers to them; the rooms are locked until the transaction ends. A room that
 * somebody else has locked is passed over: waiting for it would keep the others locked. The caller undoes it all when
 * one took a place and is not posted.
 *
 * @param texts - no two of one id
 * @param insertEvents - the part that writes the events of the rows of a query
 * @returns one a text, in any order
 */
export async function postTexts(
  tx: Tx,
  texts: readonly NewText[],
  insertEvents: (rows: SQL) => SQL,
): Promise<PostedText[]> {
  const list = (of: ListOf, valueOf: (text: NewText) => unknown) => listParameter(texts.map(valueOf), of);
  const { rows } = await tx.named('messaging.postTexts').execute<PostedText>(sql`
    with draft as materialized (
      select given.*, author.member_id is not null as is_member
      from unnest(${list('uuid', ({ id }) => id)}, ${list('uuid', ({ roomId }) => roomId)},
        ${list('uuid', ({ memberId }) => memberId)}, ${list('text', ({ text }) => text)},
        ${list('timestamptz', ({ at }) => at.toISOString())}, ${list('uuid', ({ eventId }) => eventId)},
        ${list('smallint', ({ shard }) => shard)}, ${list('text', ({ traceparent }) => traceparent)})
        with ordinality as given (id, room_id, member_id, text, sent_at, event_id, shard, traceparent, place)
      left join messaging.chat_room_members as author
        on author.room_id = given.room_id and author.member_id = given.member_id
    ), room as materialized (
      select id, last_seq from messaging.chat_rooms
      where id = any(array(select room_id from draft where is_member))
      order by id for no key update skip locked
    ), placed as materialized (
      select draft.*, (room.last_seq + row_number() over (partition by room.id order by draft.place))::integer as seq
      from draft join room on room.id = draft.room_id
      where draft.is_member and not exists (select from messaging.messages where messages.id = draft.id)
    ), moved as (
      update messaging.chat_rooms as room
      set last_seq = latest.seq, last_activity_at = greatest(room.last_activity_at, latest.sent_at)
      from (select room_id, max(seq) as seq, max(sent_at) as sent_at from placed group by room_id) as latest
      where room.id = latest.room_id
    ), author as (
      update messaging.chat_room_members as author set read_seq = latest.seq
      from (select room_id, member_id, max(seq) as seq from placed group by room_id, member_id) as latest
      where author.room_id = latest.room_id and author.member_id = latest.member_id
      returning author.room_id, author.member_id
    ), posted as (
      insert into messaging.messages (room_id, seq, id, kind, member_id, text, sent_at)
      select room_id, seq, id, 'TEXT', member_id, text, sent_at
      from placed join author using (room_id, member_id)
      on conflict (id) do nothing
      returning id
    ), told as (
      ${insertEvents(sql`
        select event_id, room_id::text, seq, shard, jsonb_build_object(
          'roomId', room_id, 'messageId', id, 'seq', seq, 'kind', 'TEXT', 'memberId', member_id), sent_at,
          traceparent
        from placed order by room_id, seq`)}
    )
    select draft.id, draft.is_member as "isMember", placed.seq, posted.id is not null as "isPosted"
    from draft left join placed using (id) left join posted using (id)`);
  return rows;
}
