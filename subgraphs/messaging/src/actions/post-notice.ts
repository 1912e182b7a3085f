import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { takeNextSeq } from '../db/chat-rooms.ts';
import { insertNotice } from '../db/messages.ts';
import { memberReader } from '../domain/reader.ts';
import type { RoomNotice } from '../domain/tidings.ts';
import { appendMessagePosted, appendRecommendationPosted } from './append-message-posted.ts';

/** Says in the room what happened elsewhere; nothing when whose doing it was is not in the room. */
export async function postNotice(
  tx: Tx,
  services: Pick<Services, 'now' | 'newId'>,
  notice: RoomNotice,
): Promise<void> {
  const { kind, roomId, memberId, subject } = notice;
  const at = services.now();
  const place = await takeNextSeq(tx, memberReader(memberId), roomId, at);
  if (!place) return;
  const message = { id: services.newId(), roomId, seq: place.seq, kind, memberId };
  await insertNotice(tx, { ...notice, ...message, at });
  const posted = { ...message, sentAt: at };
  if (kind === 'RECOMMENDATION_CREATED') await appendRecommendationPosted(tx, services, posted, subject);
  else await appendMessagePosted(tx, services, posted);
}
