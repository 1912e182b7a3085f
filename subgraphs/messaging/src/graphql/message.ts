import type { Message as MessageRow } from '../domain/message.ts';
import { builder } from './builder.ts';
import { ChatRoom } from './chat-room-ref.ts';
import { Member } from './identity-types.ts';
import { getChatRoom, loadMessage } from './loaders.ts';

const MessageKind = builder.enumType('MessageKind', {
  description: 'What takes a place in the timeline of a room.',
  values: {
    TEXT: { description: 'A member wrote something.' },
    MEMBER_JOINED: { description: 'The sender came into the room.' },
    MEMBER_LEFT: { description: 'The sender left the room or was removed.' },
  },
});

export const Message = builder.objectRef<MessageRow>('Message').implement({
  description: 'One place in the timeline of a room. Never changes.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client that sent it.' }),
    room: t.field({
      type: ChatRoom,
      description: 'The room it stands in.',
      resolve: ({ roomId }, _, context) => getChatRoom(context, roomId),
    }),
    seq: t.exposeInt('seq', { description: 'Place in the timeline: 1, 2, 3 … without a gap.' }),
    kind: t.expose('kind', { type: MessageKind, description: 'Tells what the other fields mean.' }),
    sender: t.field({
      type: Member,
      nullable: true,
      description: 'Who wrote it, joined or left; null when identity no longer knows them.',
      resolve: ({ memberId }) => ({ id: memberId }),
    }),
    text: t.exposeString('text', {
      nullable: true,
      description: '1 to 4000 characters with newlines and tabs; null unless `kind` is TEXT.',
    }),
    sentAt: t.expose('sentAt', { type: 'DateTime', description: 'When the server took it in.' }),
  }),
});

builder.asEntity(Message, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadMessage(context, id, undefined),
});
