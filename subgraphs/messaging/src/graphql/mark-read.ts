import { InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { markRead } from '../actions/mark-read.ts';
import { builder } from './builder.ts';
import { ChatRoom } from './chat-room-ref.ts';
import { getChatRoom } from './loaders.ts';

const MarkReadInput = builder.inputType('MarkReadInput', {
  description: 'How far the viewer has read.',
  fields: (t) => ({
    roomId: t.id({ required: true, description: 'A room that the viewer is in.' }),
    seq: t.int({
      required: true,
      description: '`seq` of the last message that was read; at most `lastSeq` of the room.',
    }),
  }),
});

const MarkReadPayload = builder.objectRef<{ roomId: string }>('MarkReadPayload').implement({
  description: 'The room is read up to there.',
  fields: (t) => ({
    room: t.field({
      type: ChatRoom,
      description: 'With what is still unread.',
      resolve: ({ roomId }, _, context) => getChatRoom(context, roomId),
    }),
  }),
});

builder.mutationField('markRead', (t) =>
  t.field({
    type: MarkReadPayload,
    description: 'Moves the read marker of the viewer forward; never back.',
    args: oneInput(t, MarkReadInput, 'The room, and how far the viewer has read in it.'),
    errors: {
      types: [InvalidInputError, NotFoundError],
      union: { name: 'MarkReadResult', description: 'The room, or why the marker stays.' },
    },
    resolve: async (_, { input }, { services, viewer }) => {
      await markRead(services, viewer, input);
      return { roomId: input.roomId.toLowerCase() };
    },
  }),
);
