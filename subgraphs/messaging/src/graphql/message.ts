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
    EVENT_MOVED: { description: 'The sender moved the event that this room belongs to.' },
    EVENT_CANCELLED: { description: 'The sender cancelled the event, or one occurrence of it.' },
    RECOMMENDATION_CREATED: { description: 'A recommended trip of the sender is ready.' },
    PARKING_FINISHED: { description: 'The sender parked and shares the score.' },
  },
});

export const Message = builder.objectRef<MessageRow>('Message').implement({
  description: 'One place in the timeline of a room. Never changes.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client that sent it.' }),
    room: t.field({
      type: ChatRoom,
      description: 'The room in whose timeline it stands.',
      resolve: ({ roomId }, _, context) => getChatRoom(context, roomId),
    }),
    seq: t.exposeInt('seq', { description: 'Place in the timeline: 1, 2, 3 … without a gap.' }),
    kind: t.expose('kind', { type: MessageKind, description: 'Tells what the other fields mean.' }),
    sender: t.field({
      type: Member,
      nullable: true,
      description:
        'Who wrote it, joined, left, or did what is told; null when identity no longer knows them.',
      resolve: ({ memberId }) => ({ id: memberId }),
    }),
    text: t.exposeString('text', {
      nullable: true,
      description: '1 to 4000 characters with newlines and tabs; null unless `kind` is TEXT.',
    }),
    startsAt: t.expose('startsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'For EVENT_MOVED the new start, for EVENT_CANCELLED the start it had; else null.',
    }),
    previousStartsAt: t.expose('previousStartsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'For EVENT_MOVED the start before; else null.',
    }),
    score: t.exposeInt('score', {
      nullable: true,
      description: '0 to 100 for PARKING_FINISHED; else null.',
    }),
    sentAt: t.expose('sentAt', { type: 'DateTime', description: 'When the server took it in.' }),
  }),
});

builder.asEntity(Message, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadMessage(context, id, undefined),
});
