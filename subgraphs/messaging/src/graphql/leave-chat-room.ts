import { ConflictError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { leaveChatRoom } from '../actions/leave-chat-room.ts';
import { builder } from './builder.ts';

const LeaveChatRoomInput = builder.inputType('LeaveChatRoomInput', {
  description: 'Which room to leave.',
  fields: (t) => ({
    roomId: t.id({ required: true, description: 'A group room that the viewer is in by name.' }),
  }),
});

const LeaveChatRoomPayload = builder.objectRef<{ roomId: string }>('LeaveChatRoomPayload').implement({
  description: 'The viewer is no longer in the room.',
  fields: (t) => ({
    roomId: t.exposeID('roomId', { description: 'The room, which the viewer can no longer see.' }),
  }),
});

builder.mutationField('leaveChatRoom', (t) =>
  t.field({
    type: LeaveChatRoomPayload,
    description:
      'Leaves a group room. A direct room cannot be left; a room that the viewer is in through a group is left with the group.',
    args: oneInput(t, LeaveChatRoomInput, 'The room to leave.'),
    errors: {
      types: [NotFoundError, ConflictError],
      union: { name: 'LeaveChatRoomResult', description: 'The room left, or why it was not.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      roomId: await leaveChatRoom(services, viewer, input),
    }),
  }),
);
