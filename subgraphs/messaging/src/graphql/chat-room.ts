import { ForbiddenError } from '@moim/kit/errors/domain-error.ts';
import type { ChatRoomRow } from '../db/chat-rooms.ts';
import { unreadOf } from '../domain/read-marker.ts';
import { builder } from './builder.ts';
import { ChatRoom, ChatRoomKind } from './chat-room-ref.ts';
import { Group } from './identity-types.ts';
import { loadChatRoom, loadGroupIds, loadLastMessage, loadListeners, loadMemberCount } from './loaders.ts';
import { Message } from './message.ts';

builder.objectType(ChatRoom, {
  description: 'Where members talk. Seen by those who are in it.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client that created it.' }),
    kind: t.expose('kind', { type: ChatRoomKind, description: 'Direct or group.' }),
    title: t.exposeString('title', {
      nullable: true,
      description: '1 to 80 characters; null for a direct room, which is named after the other member.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    memberCount: t.int({
      description: 'How many members are in the room now.',
      resolve: async ({ id }, _, context) => (await loadMemberCount(context, id, undefined)) ?? 0,
    }),
    groups: t.field({
      type: [Group],
      nullable: { list: false, items: true },
      directives: { perViewer: {} },
      description:
        'The groups whose members the room follows, as far as the viewer belongs to them; null for one that identity cannot tell of now.',
      resolve: async ({ id }, _, context) => {
        const ids = (await loadGroupIds(context, id, undefined)) ?? [];
        return ids.map((groupId) => ({ id: groupId }));
      },
    }),
    lastSeq: t.exposeInt('lastSeq', { description: '`seq` of the last message; 0 for an empty room.' }),
    lastMessage: t.field({
      type: Message,
      nullable: true,
      description: 'The end of the timeline; null for an empty room.',
      resolve: ({ id }, _, context) => loadLastMessage(context, id, undefined),
    }),
    readSeq: t.int({
      description: '`seq` of the last message that the viewer has read; 0 for none.',
      directives: { perViewer: {} },
      resolve: (room) => readSeqOf(room),
    }),
    unread: t.int({
      description: 'Messages after `readSeq`. Sending a message reads the room up to it.',
      directives: { perViewer: {} },
      resolve: (room) => unreadOf({ lastSeq: room.lastSeq, readSeq: readSeqOf(room) }),
    }),
  }),
});

builder.asEntity(ChatRoom, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadChatRoom(context, id, undefined),
});

builder.queryField('chatRoom', (t) =>
  t.field({
    type: ChatRoom,
    nullable: true,
    description: 'A room that the viewer is in; null for any other.',
    args: { id: t.arg.id({ required: true, description: '`ChatRoom.id`.' }) },
    resolve: (_, { id }, context) => loadChatRoom(context, id, undefined),
  }),
);

builder.queryField('chatRoomListeners', (t) =>
  t.field({
    type: ['ID'],
    nullable: { list: false, items: false },
    directives: { federation__inaccessible: {} },
    description: 'For our own supergraph: those of the members who are in the room, and so may listen to it.',
    args: {
      roomId: t.arg.id({ required: true, description: 'Id of the room.' }),
      memberIds: t.arg.idList({ required: true, description: 'Ids of members.' }),
    },
    resolve: async (_, { roomId, memberIds }, context) => {
      if (!context.identity.isService) throw new ForbiddenError('Only the supergraph asks this.');
      return loadListeners(context, roomId, memberIds);
    },
  }),
);

function readSeqOf({ readSeq }: ChatRoomRow): number {
  if (readSeq === null) throw new ForbiddenError('Only who is in the room has read it.');
  return readSeq;
}
