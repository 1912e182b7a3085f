import type { Consumer } from '@moim/kit/events/consumer.ts';
import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import { messagePosted, recommendationPosted } from '@moim/schema/contracts/messaging.ts';
import { notifyMembers } from '../actions/notify-members.ts';

/** Carries each message from its room's timeline to the inboxes of those in the room. */
export const inboxFanOut: Consumer = {
  group: 'inbox-fan-out',
  source: 'messaging',
  // A text locks the inboxes of those who were in the room before it; one who joins or leaves adds one.
  canShareTransaction: ({ name, payload }) =>
    name === messagePosted.name && messagePosted.payload.parse(payload).kind === 'TEXT',
  handle: async (tx, event, services) => {
    const message = toMessage(event);
    if (message) await notifyMembers(tx, services, { ...message, at: event.occurredAt });
  },
};

/** Null for an event that takes no place in a timeline. */
function toMessage({ name, payload }: LoggedEvent) {
  if (name === recommendationPosted.name) {
    const { roomId, seq, memberId } = recommendationPosted.payload.parse(payload);
    return { roomId, seq, memberId, kind: 'RECOMMENDATION_CREATED' as const };
  }
  if (name !== messagePosted.name) return null;
  const { roomId, seq, memberId, kind } = messagePosted.payload.parse(payload);
  return { roomId, seq, memberId, kind };
}
