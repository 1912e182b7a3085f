import { followInbox } from '../actions/follow-inbox.ts';
import type { InboxEvent as InboxEventRow } from '../domain/inbox.ts';
import { builder } from './builder.ts';
import { ChatRoom } from './chat-room-ref.ts';
import { EntityKind, LinkedEntity, resolveEntity } from './linked-entity.ts';
import { loadChatRoom } from './loaders.ts';
import { Message } from './message.ts';
import { Notification } from './notification.ts';

const InboxEventKind = builder.enumType('InboxEventKind', {
  description: 'What happened to the viewer.',
  values: {
    MESSAGE_RECEIVED: { description: 'A room of the viewer has a new message, their own ones included.' },
    ROOM_JOINED: { description: 'The viewer came into a room.' },
    ROOM_LEFT: { description: 'The viewer left a room or was removed.' },
    ROOM_READ: { description: 'The viewer read a room, perhaps on another device.' },
    NOTIFICATION_RECEIVED: { description: 'The viewer is told of something.' },
    NOTIFICATIONS_READ: { description: 'The viewer read notifications, perhaps on another device.' },
    ENTITY_CHANGED: {
      description: 'Something of the viewer changed; whoever shows it asks for it again. Nothing to be told.',
    },
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
      description: 'Where it happened; null in no room, and when the viewer is no longer in it.',
      resolve: ({ roomId }, _, context) =>
        roomId === null ? null : loadChatRoom(context, roomId, undefined),
    }),
    roomId: t.exposeID('roomId', {
      nullable: true,
      description: 'Where it happened, also after leaving; null for what happened in no room.',
    }),
    message: t.field({
      type: Message,
      nullable: true,
      description: 'The message that caused it, while the viewer may read it.',
      resolve: ({ message }) => message,
    }),
    roomUnread: t.exposeInt('roomUnread', {
      nullable: true,
      description: 'Unread messages of the room; null for what happened in no room.',
    }),
    unread: t.exposeInt('unread', { description: 'Sum of the unread messages of all rooms.' }),
    notification: t.field({
      type: Notification,
      nullable: true,
      description: 'What the viewer is told; null unless `kind` is NOTIFICATION_RECEIVED.',
      resolve: ({ notification }) => notification,
    }),
    subjectKind: t.field({
      type: EntityKind,
      nullable: true,
      description: 'What it is about: what changed, or the room; null for NOTIFICATIONS_READ.',
      resolve: ({ subject }) => subject?.kind,
    }),
    subjectId: t.id({
      nullable: true,
      description: 'Its id, also when the viewer may no longer see it.',
      resolve: ({ subject }) => subject?.id,
    }),
    subject: t.field({
      type: LinkedEntity,
      nullable: true,
      directives: { perViewer: {} },
      description: "The thing itself with the viewer's own rights; null when they may not see it.",
      resolve: ({ subject }, _, context) => resolveEntity(subject, context),
    }),
    unreadNotifications: t.exposeInt('unreadNotifications', {
      description: 'How many notifications the viewer has not read.',
    }),
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
