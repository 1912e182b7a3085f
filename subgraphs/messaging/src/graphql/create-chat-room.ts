import { ConflictError, InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { createChatRoom } from '../actions/create-chat-room.ts';
import { builder } from './builder.ts';
import { ChatRoom, ChatRoomKind } from './chat-room-ref.ts';
import { getChatRoom } from './loaders.ts';

const CreateChatRoomInput = builder.inputType('CreateChatRoomInput', {
  description: 'What the new room is like.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'A UUIDv7 that the client makes: sending the same request again is the same room.',
    }),
    kind: t.field({ type: ChatRoomKind, required: true, description: 'Direct or group.' }),
    title: t.string({
      description: 'One line of 1 to 80 characters; needed for a group room, absent for a direct one.',
    }),
    memberIds: t.idList({
      required: true,
      defaultValue: [],
      description:
        'Members by name: for a direct room the one other, for a group room up to 500. A viewer who creates a room without groups is in it as well.',
    }),
    groupIds: t.idList({
      required: true,
      defaultValue: [],
      description: 'Up to 20 groups of the viewer whose members the room follows; none for a direct room.',
    }),
  }),
});

const CreateChatRoomPayload = builder.objectRef<{ roomId: string }>('CreateChatRoomPayload').implement({
  description: 'The room was created, or is there from an equal request before.',
  fields: (t) => ({
    room: t.field({
      type: ChatRoom,
      description: 'The new room; for a direct one that of the pair, if they had one.',
      resolve: ({ roomId }, _, context) => getChatRoom(context, roomId),
    }),
  }),
});

builder.mutationField('createChatRoom', (t) =>
  t.field({
    type: CreateChatRoomPayload,
    description: 'Creates a room, or answers the one that the pair of members already has.',
    args: oneInput(t, CreateChatRoomInput, 'What kind of room, and who is in it.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: { name: 'CreateChatRoomResult', description: 'The room, or why there is none.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      roomId: await createChatRoom(services, viewer, input),
    }),
  }),
);
