import type { Notification as NotificationRow } from '../domain/notification.ts';
import { builder } from './builder.ts';
import { Member } from './identity-types.ts';
import { EntityKind, LinkedEntity, resolveEntity } from './linked-entity.ts';
import { loadNotification } from './loaders.ts';

const NotificationKind = builder.enumType('NotificationKind', {
  description: 'What a notification tells.',
  values: {
    EVENT_INVITED: { description: 'The viewer became a participant of an event.' },
    EVENT_MOVED: { description: 'An event of the viewer takes place at another time.' },
    EVENT_CANCELLED: { description: 'An event of the viewer, or one occurrence of it, does not take place.' },
    REMINDER: { description: 'An event begins soon; the viewer asked to be told.' },
    PLAN_PUBLISHED: { description: 'Somebody whom the viewer follows shared a trip.' },
    PLAN_CHANGED: { description: 'A trip on which the viewer comes along changed.' },
    PLAN_PUBLICATION_COMPLETED: { description: 'A trip got its room and its calendar entry.' },
    PLAN_PUBLICATION_CANCELLED: { description: 'The publication of a trip was called off as a whole.' },
    RECOMMENDATION_CREATED: { description: 'A recommendation is ready and paid for.' },
    RECOMMENDATION_REFUNDED: { description: 'There will be no recommendation; no credits were spent.' },
    COVER_STARTED: {
      description: 'Insurance cover began without an act of the viewer.',
      deprecationReason: 'Cover begins by the act of the insured alone: nobody is ever notified of it.',
    },
    COVER_ENDED: { description: 'Insurance cover ended without an act of the viewer.' },
    PARKING_FINISHED: { description: 'The report of a parking is ready.' },
  },
});

export const Notification = builder.objectRef<NotificationRow>('Notification').implement({
  description:
    'Something that the viewer was told of. It points to its subject; applications word it from what the subject says now.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The same on every device.' }),
    kind: t.expose('kind', { type: NotificationKind, description: 'What happened to its subject.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    readAt: t.expose('readAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the viewer read it, on any device; null while unread.',
    }),
    subjectKind: t.field({
      type: EntityKind,
      description: 'What it is about.',
      resolve: ({ subject }) => subject.kind,
    }),
    subjectId: t.id({
      description: 'Id of what it is about, also when the viewer may no longer see it.',
      resolve: ({ subject }) => subject.id,
    }),
    subject: t.field({
      type: LinkedEntity,
      nullable: true,
      directives: { perViewer: {} },
      description:
        "The thing itself with the viewer's own rights; null when they may not, or no longer, see it.",
      resolve: ({ subject }, _, context) => resolveEntity(subject, context),
    }),
    actor: t.field({
      type: Member,
      nullable: true,
      description: 'Who did it; null when nobody did, and for one who withdrew.',
      resolve: ({ actorId }) => (actorId === null ? null : { id: actorId }),
    }),
    startsAt: t.expose('startsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The start that an event or a reminder was about then; null for any other kind.',
    }),
    previousStartsAt: t.expose('previousStartsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The start before a move; null for any other kind.',
    }),
  }),
});

builder.asEntity(Notification, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadNotification(context, id, undefined),
});
