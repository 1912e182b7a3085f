import { followChatRoom } from '../actions/follow-chat-room.ts';
import type { Message as MessageRow } from '../domain/message.ts';
import { builder } from './builder.ts';
import { Message } from './message.ts';

const ChatRoomEvent = builder.objectRef<MessageRow>('ChatRoomEvent').implement({
  description: 'One more place in the timeline of a room.',
  fields: (t) => ({
    seq: t.exposeInt('seq', { description: 'Place in the timeline; the cursor to resume after.' }),
    message: t.field({
      type: Message,
      nullable: true,
      description: 'The message that took this place.',
      resolve: (message) => message,
    }),
  }),
});

builder.subscriptionField('chatRoomEvents', (t) =>
  t.field({
    type: ChatRoomEvent,
    description:
      'What happens in a room: first what was missed after `afterSeq`, then live, in order and without a gap. Ends with NOT_FOUND once the viewer is no longer in the room.',
    directives: {
      shared: {
        guard: 'query ($roomId: ID!) { chatRoom(id: $roomId) { id } }',
        audience:
          'query ($roomId: ID!, $viewers: [ID!]!) { chatRoomListeners(roomId: $roomId, memberIds: $viewers) }',
        cursor: 'seq',
      },
    },
    args: {
      roomId: t.arg.id({ required: true, description: 'A room that the viewer is in.' }),
      afterSeq: t.arg.int({
        description: '`seq` of the last event that is known; absent to start with what comes next.',
        directives: { resume: {} },
      }),
    },
    subscribe: async (_, { roomId, afterSeq }, context) =>
      followChatRoom(context.services, {
        reader: await context.reader(),
        roomId,
        afterSeq: afterSeq ?? null,
        random: Math.random,
      }),
    resolve: (message) => message,
  }),
);
