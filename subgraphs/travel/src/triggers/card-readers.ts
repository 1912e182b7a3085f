import type { Consumer } from '@moim/kit/events/consumer.ts';
import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import { messagePosted, recommendationPosted } from '@moim/schema/contracts/messaging.ts';
import { hideCardsFrom, showCardsTo, showRecommendation } from '../actions/show-recommendation.ts';

/** A text that somebody posts changes nothing about who reads; most of what messaging tells is that. */
export function concernsCardReaders({ name, payload }: LoggedEvent): boolean {
  if (name !== messagePosted.name) return name === recommendationPosted.name;
  const { kind } = messagePosted.payload.parse(payload);
  return kind === 'MEMBER_JOINED' || kind === 'MEMBER_LEFT';
}

/** Keeps who may see a card in step with who is in its room: all of it is one aggregate of messaging, in order. */
export const followCardReaders: Consumer['handle'] = async (tx, event, services) => {
  if (event.name === recommendationPosted.name) {
    const posted = recommendationPosted.payload.parse(event.payload);
    await showRecommendation(tx, services, { ...posted, at: event.occurredAt });
  }
  if (event.name !== messagePosted.name) return;
  const { kind, roomId, memberId } = messagePosted.payload.parse(event.payload);
  if (kind === 'MEMBER_JOINED') await showCardsTo(tx, roomId, memberId);
  if (kind === 'MEMBER_LEFT') await hideCardsFrom(tx, roomId, memberId);
};
