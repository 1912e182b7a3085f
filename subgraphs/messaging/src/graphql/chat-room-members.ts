import { toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { builder } from './builder.ts';
import { ChatRoom } from './chat-room-ref.ts';
import { toMemberKey } from './cursors.ts';
import { Member } from './identity-types.ts';
import { loadMemberIds } from './loaders.ts';

const ChatRoomMembersConnection = builder.connectionObject(
  {
    type: Member,
    name: 'ChatRoomMembersConnection',
    description: 'A page of the members of a room.',
    nodeNullable: true,
  },
  {
    name: 'ChatRoomMembersConnectionEdge',
    description: 'A member of a room.',
    nodeField: {
      description: 'The member; null for one who withdrew and while identity is away.',
    },
  },
);

builder.objectField(ChatRoom, 'members', (t) =>
  t.field({
    type: ChatRoomMembersConnection,
    description: 'Who is in the room now, the oldest account first.',
    args: forwardPage(t, 50),
    resolve: async ({ id }, args, context) => {
      const page = toPage(args);
      const wanted = { after: toMemberKey(page.after), limit: page.size + 1 };
      const memberIds = (await loadMemberIds(context, id, wanted)) ?? [];
      return toConnection(memberIds, page, String, (memberId) => ({ id: memberId }));
    },
  }),
);
