import { toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { viewerDescription } from '@moim/kit/graphql/who-asks.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { findRoomsOfMember } from '../db/chat-rooms.ts';
import { findInboxSeq } from '../db/inboxes.ts';
import { countUnreadNotifications, findNotificationsOfMember } from '../db/notifications.ts';
import { countUnread } from '../db/read-markers.ts';
import { builder } from './builder.ts';
import { ChatRoom } from './chat-room-ref.ts';
import type { Context } from './context.ts';
import { notificationKey, roomListKey, toNotificationKey, toRoomListKey } from './cursors.ts';
import { Notification } from './notification.ts';

interface ViewerInbox {
  readonly id: string;
  readonly inboxSeq: number;
}

const ViewerChatRoomsConnection = builder.connectionObject(
  { type: ChatRoom, name: 'ViewerChatRoomsConnection', description: "A page of the viewer's rooms." },
  { name: 'ViewerChatRoomsConnectionEdge', description: "A room in the viewer's list." },
);

const NotificationConnection = builder.connectionObject(
  { type: Notification, name: 'NotificationConnection', description: 'A page of notifications.' },
  { name: 'NotificationConnectionEdge', description: 'A notification in the list.' },
);

export const Viewer = builder.objectRef<ViewerInbox>('Viewer').implement({
  description: viewerDescription,
  fields: (t) => ({
    id: t.exposeID('id', { description: "Equals the member's id." }),
    chatRooms: t.field({
      type: ViewerChatRoomsConnection,
      nullable: true,
      description: 'The rooms that the viewer is in, the one with the latest message first.',
      directives: { perViewer: {} },
      args: forwardPage(t, 50),
      resolve: async ({ id }, args, context) => {
        const page = toPage(args);
        const after = toRoomListKey(page.after);
        await context.reader(); // a room of a group just joined belongs to the list
        const rooms = await findRoomsOfMember(context.db, id, after, page.size + 1);
        return toConnection(rooms, page, roomListKey, (room) => room);
      },
    }),
    unread: t.int({
      nullable: true,
      description: 'Sum of the unread messages of all rooms.',
      directives: { perViewer: {} },
      resolve: ({ id }, _, context) => countUnread(context.db, id),
    }),
    notifications: t.field({
      type: NotificationConnection,
      nullable: true,
      description: 'What the viewer was told of, the latest first.',
      directives: { perViewer: {} },
      args: {
        ...forwardPage(t),
        unreadOnly: t.arg.boolean({
          required: true,
          defaultValue: false,
          description: 'Without those that the viewer has read.',
        }),
      },
      resolve: async ({ id }, { unreadOnly, ...args }, context) => {
        const page = toPage(args);
        const wanted = { limit: page.size + 1, after: toNotificationKey(page.after) };
        const rows = await findNotificationsOfMember(context.db, id, { ...wanted, isUnreadOnly: unreadOnly });
        return toConnection(rows, page, notificationKey, (notification) => notification);
      },
    }),
    unreadNotifications: t.int({
      nullable: true,
      description: 'How many notifications the viewer has not read.',
      directives: { perViewer: {} },
      resolve: ({ id }, _, context) => countUnreadNotifications(context.db, id),
    }),
    inboxSeq: t.exposeInt('inboxSeq', {
      nullable: true,
      description:
        'Where to start `inboxChanged(afterSeq:)`. Read before all else of the viewer, so that what changes after this answer is told there; an event that the answer already reflects may be told again.',
      directives: { perViewer: {} },
    }),
  }),
});

// Any subgraph can say who asks, so that no subgraph has to be up for the answers of another.
builder.queryField('me', (t) =>
  t.field({
    type: Viewer,
    description: 'Who asks.',
    shareable: true,
    resolve: (_, __, context) => getViewer(context),
  }),
);

builder.asEntity(Viewer, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => (id === context.viewer.memberId ? getViewer(context) : null),
});

/** @throws {UnauthenticatedError} */
export async function getViewer({ viewer, db }: Context): Promise<ViewerInbox> {
  return { id: viewer.memberId, inboxSeq: await findInboxSeq(db, viewer.memberId) };
}
