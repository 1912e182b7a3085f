import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { recommendationShown } from '@moim/schema/contracts/travel.ts';
import { lockMembers } from '../db/members.ts';
import {
  deleteReaderOfRoom,
  insertReaderOfRoom,
  insertReaders,
  markPosted,
  type PostedCard,
} from '../db/recommendation-readers.ts';
import { tellRecommendation } from './step-recommendation.ts';

interface Posting extends PostedCard {
  readonly memberId: string;
  /** Everybody in the room at that moment. */
  readonly readerIds: readonly string[];
}

/**
 * Its card stands in the room that its owner chose: who is there may see it from now on, and is told
 * so, because they may have looked already. Nothing for an owner who has withdrawn in the meantime.
 */
export async function showRecommendation(tx: Tx, services: Services, posting: Posting): Promise<void> {
  const { recommendationId, memberId } = posting;
  const [owner] = await lockMembers(tx, [memberId]);
  if (!owner || !(await markPosted(tx, posting))) return;
  const readerIds = posting.readerIds.filter((id) => id !== memberId);
  if (readerIds.length === 0) return;
  await insertReaders(tx, recommendationId, readerIds);
  await tellRecommendation(tx, services, recommendationId, {
    contract: recommendationShown,
    payload: { recommendationId, memberId, readerIds },
  });
}

/** They came into the room: what was posted there before is theirs to read as well. */
export const showCardsTo = (tx: Tx, roomId: string, memberId: string): Promise<void> =>
  insertReaderOfRoom(tx, roomId, memberId);

/** They left the room, and its cards with it. */
export const hideCardsFrom = (tx: Tx, roomId: string, memberId: string): Promise<void> =>
  deleteReaderOfRoom(tx, roomId, memberId);
