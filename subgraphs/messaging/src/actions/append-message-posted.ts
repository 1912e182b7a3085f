import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { messagePosted } from '@moim/schema/contracts/messaging.ts';
import type { Message } from '../domain/message.ts';

/** Tells the world, in the transaction that took the place in the timeline. */
export function appendMessagePosted(
  tx: Tx,
  { newId }: Pick<Services, 'newId'>,
  {
    id,
    roomId,
    seq,
    kind,
    memberId,
    sentAt,
  }: Pick<Message, 'id' | 'roomId' | 'seq' | 'kind' | 'memberId' | 'sentAt'>,
): Promise<void> {
  return appendEvent(tx, 'messaging', {
    contract: messagePosted,
    id: newId(),
    aggregateId: roomId,
    aggregateSeq: seq,
    payload: { roomId, messageId: id, seq, kind, memberId },
    occurredAt: sentAt,
  });
}
