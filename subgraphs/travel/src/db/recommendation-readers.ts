import type { Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { sql } from 'drizzle-orm';

export interface PostedCard {
  readonly recommendationId: string;
  readonly roomId: string;
  readonly at: Date;
}

/** False unless it is shown, and was asked for to be posted in this room. */
export async function markPosted(tx: Tx, { recommendationId, roomId, at }: PostedCard): Promise<boolean> {
  const { rows } = await tx.named('travel.markPosted').execute(sql`
    update travel.recommendations set posted_at = ${at.toISOString()}::timestamptz
    where id = ${recommendationId}::uuid and chat_room_id = ${roomId}::uuid and state = 'CREATED'
    returning id`);
  return rows.length === 1;
}

export async function insertReaders(tx: Tx, recommendationId: string, memberIds: readonly string[]) {
  await tx.named('travel.insertReaders').execute(sql`
    insert into travel.recommendation_readers (recommendation_id, member_id)
    select ${recommendationId}::uuid, reader.id from unnest(${idList(memberIds)}) as reader (id)
    on conflict do nothing`);
}

/** All cards of the room are a newcomer's to read as well, except their own, which are theirs anyway. */
export async function insertReaderOfRoom(tx: Tx, roomId: string, memberId: string): Promise<void> {
  await tx.named('travel.insertReaderOfRoom').execute(sql`
    insert into travel.recommendation_readers (recommendation_id, member_id)
    select id, ${memberId}::uuid from travel.recommendations
    where chat_room_id = ${roomId}::uuid and posted_at is not null and member_id <> ${memberId}::uuid
    on conflict do nothing`);
}

export async function deleteReaderOfRoom(tx: Tx, roomId: string, memberId: string): Promise<void> {
  await tx.named('travel.deleteReaderOfRoom').execute(sql`
    delete from travel.recommendation_readers as reader using travel.recommendations as card
    where reader.member_id = ${memberId}::uuid and card.id = reader.recommendation_id
      and card.chat_room_id = ${roomId}::uuid`);
}

/** Nobody reads the cards of this member any more, whoever joins; and they read nobody's. */
export async function endReadingOf(tx: Tx, memberId: string): Promise<void> {
  await tx.named('travel.endCardsOf').execute(sql`
    with withdrawn as (
      update travel.recommendations set posted_at = null
      where member_id = ${memberId}::uuid and posted_at is not null
      returning id
    )
    delete from travel.recommendation_readers
    where recommendation_id in (select id from withdrawn) or member_id = ${memberId}::uuid`);
}
