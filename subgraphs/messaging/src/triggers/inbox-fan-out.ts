import type { Consumer } from '@moim/kit/events/consumer.ts';
import { messagePosted } from '@moim/schema/contracts/messaging.ts';
import { notifyMembers } from '../actions/notify-members.ts';

/** Carries each message from its room's timeline to the inboxes of those in the room. */
export const inboxFanOut: Consumer = {
  group: 'inbox-fan-out',
  source: 'messaging',
  // A text locks the inboxes of those who were in the room before it; one who joins or leaves adds one.
  canShareTransaction: ({ name, payload }) =>
    name === messagePosted.name && messagePosted.payload.parse(payload).kind === 'TEXT',
  handle: async (tx, event, services) => {
    if (event.name !== messagePosted.name) return;
    const { roomId, seq, kind, memberId } = messagePosted.payload.parse(event.payload);
    await notifyMembers(tx, services, { roomId, seq, kind, memberId, at: event.occurredAt });
  },
};
