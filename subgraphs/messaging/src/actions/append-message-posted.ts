import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { messagePosted, recommendationPosted } from '@moim/schema/contracts/messaging.ts';
import { findAllMemberIds } from '../db/chat-room-members.ts';
import type { Message } from '../domain/message.ts';
import type { RoomNotice } from '../domain/tidings.ts';

type Posted = Pick<Message, 'id' | 'roomId' | 'seq' | 'kind' | 'memberId' | 'sentAt'>;

export const payloadOf = ({ id, roomId, seq, kind, memberId }: Posted) => ({
  ...{ roomId, messageId: id, seq, kind, memberId },
});

/** Tells the world, in the transaction that took the place in the timeline. */
export function appendMessagePosted(
  tx: Tx,
  { newId }: Pick<Services, 'newId'>,
  message: Posted,
): Promise<void> {
  const { roomId, seq, sentAt } = message;
  return appendEvent(tx, 'messaging', {
    contract: messagePosted,
    id: newId(),
    aggregateId: roomId,
    aggregateSeq: seq,
    payload: payloadOf(message),
    occurredAt: sentAt,
  });
}

type PostedNotice = Pick<Message, 'id' | 'roomId' | 'seq' | 'memberId' | 'sentAt'>;

/** The same for a recommendation, and who is in the room: the caller holds its lock. */
export async function appendRecommendationPosted(
  tx: Tx,
  { newId }: Pick<Services, 'newId'>,
  { id: messageId, roomId, seq, memberId, sentAt }: PostedNotice,
  { id: recommendationId }: RoomNotice['subject'],
): Promise<void> {
  const readerIds = await findAllMemberIds(tx, roomId);
  await appendEvent(tx, 'messaging', {
    contract: recommendationPosted,
    id: newId(),
    aggregateId: roomId,
    aggregateSeq: seq,
    payload: { roomId, messageId, seq, memberId, recommendationId, readerIds },
    occurredAt: sentAt,
  });
}
