import { followInbox } from '../actions/follow-inbox.ts';
import type { InboxEvent as InboxEventRow } from '../domain/inbox.ts';
import { builder } from './builder.ts';
import { ChatRoom } from './chat-room-ref.ts';
import { loadChatRoom } from './loaders.ts';
import { Message } from './message.ts';

const InboxEventKind = builder.enumType('InboxEventKind', {
  description: 'What happened to the viewer.',
  values: {
    MESSAGE_RECEIVED: { description: 'A room of the viewer has a new message, their own ones included.' },
    ROOM_JOINED: { description: 'The viewer came into a room.' },
    ROOM_LEFT: { description: 'The viewer left a room or was removed.' },
    ROOM_READ: { description: 'The viewer read a room, perhaps on another device.' },
  },
});

const InboxEvent = builder.objectRef<InboxEventRow>('InboxEvent').implement({
  description: 'One entry of the inbox of the viewer. Counts are those of the moment of telling.',
  fields: (t) => ({
    seq: t.exposeInt('seq', { description: 'Place in the inbox: 1, 2, 3 … without a gap; the cursor.' }),
    kind: t.expose('kind', { type: InboxEventKind, description: 'What happened.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    room: t.field({
      type: ChatRoom,
      nullable: true,
      description: 'Where it happened; null when the viewer is no longer in the room.',
      resolve: ({ roomId }, _, context) => loadChatRoom(context, roomId, undefined),
    }),
    roomId: t.exposeID('roomId', { description: 'Where it happened, also after leaving.' }),
    message: t.field({
      type: Message,
      nullable: true,
      description: 'The message that caused it, while the viewer may read it.',
      resolve: ({ message }) => message,
    }),
    roomUnread: t.exposeInt('roomUnread', { description: 'Unread messages of the room.' }),
    unread: t.exposeInt('unread', { description: 'Sum of the unread messages of all rooms.' }),
  }),
});

builder.subscriptionField('inboxChanged', (t) =>
  t.field({
    type: InboxEvent,
    description:
      'What happens to the viewer: first what was missed after `afterSeq`, then live, in order and without a gap.',
    args: {
      afterSeq: t.arg.int({
        description: 'From `Viewer.inboxSeq` or the last event; absent to start with what comes next.',
        directives: { resume: {} },
      }),
    },
    subscribe: (_, { afterSeq }, { services, viewer }) =>
      followInbox(services, {
        memberId: viewer.memberId,
        afterSeq: afterSeq ?? null,
        random: Math.random,
      }),
    resolve: (event) => event,
  }),
);
