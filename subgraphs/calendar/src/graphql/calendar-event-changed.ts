import { followChanges } from '../actions/follow-changes.ts';
import type { EventChange } from '../db/change-log.ts';
import { builder } from './builder.ts';
import { loadEvent } from './loaders.ts';
import { CalendarEvent } from './refs.ts';

const CalendarChangeKind = builder.enumType('CalendarChangeKind', {
  description: 'What happened to an event.',
  values: {
    SCHEDULED: { description: 'It has been written.' },
    MOVED: { description: 'It, or one occurrence of it, has another time.' },
    CHANGED: { description: 'Anything but its time: texts, room, people.' },
    CANCELLED: { description: 'It, or one occurrence of it, no longer takes place.' },
    ANSWERED: { description: 'Somebody said whether they come.' },
  },
});

const CalendarChange = builder.objectRef<EventChange>('CalendarChange').implement({
  description: 'A change of an event that the viewer has to do with.',
  fields: (t) => ({
    seq: t.exposeInt('seq', { description: "Place in the viewer's log of calendar changes; the cursor." }),
    kind: t.expose('kind', { type: CalendarChangeKind, description: 'What happened to the event.' }),
    eventId: t.exposeID('eventId', {
      description: 'Id of the event that changed, also when the viewer may no longer see it.',
    }),
    event: t.field({
      type: CalendarEvent,
      nullable: true,
      description: 'As it is now; null when the viewer may no longer see it.',
      directives: { perViewer: {} },
      resolve: ({ eventId }, _, context) => loadEvent(context, eventId, undefined),
    }),
  }),
});

builder.subscriptionField('calendarEventChanged', (t) =>
  t.field({
    type: CalendarChange,
    description:
      'Changes of every event that the viewer takes part in: first what was missed after `afterSeq`, then live, in order and without a gap.',
    args: {
      afterSeq: t.arg.int({
        description: 'From `Viewer.calendarSeq` or the last change; absent to start with what comes next.',
        directives: { resume: {} },
      }),
    },
    subscribe: (_, { afterSeq }, { services, viewer }) =>
      followChanges(services, {
        memberId: viewer.memberId,
        afterSeq: afterSeq ?? null,
        random: Math.random,
      }),
    resolve: (change) => change,
  }),
);
