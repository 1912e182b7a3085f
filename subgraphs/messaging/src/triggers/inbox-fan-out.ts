import type { Tx } from '@moim/kit/db/database.ts';
import type { Consumer } from '@moim/kit/events/consumer.ts';
import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { messagePosted, recommendationPosted } from '@moim/schema/contracts/messaging.ts';
import { notifyMembers } from '../actions/notify-members.ts';

/** Carries each message from its room's timeline to the inboxes of those in the room. */
export const inboxFanOut: Consumer = {
  group: 'inbox-fan-out',
  source: 'messaging',
  // A text locks the inboxes of those who were in the room before it; one who joins or leaves adds one.
  canShareTransaction: ({ name, payload }) =>
    name === messagePosted.name && messagePosted.payload.parse(payload).kind === 'TEXT',
  handle: (tx, event, services) => notify(tx, [event], services),
  handleTogether: notify,
};

async function notify(tx: Tx, events: readonly LoggedEvent[], services: Services): Promise<void> {
  const messages = events.flatMap((event) => {
    const message = toMessage(event);
    return message ? [{ ...message, at: event.occurredAt }] : [];
  });
  if (messages.length > 0) await notifyMembers(tx, services, messages);
}

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
