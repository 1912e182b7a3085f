import { type ClashReport, previewClashes } from '../actions/preview-clashes.ts';
import { builder } from './builder.ts';
import { freeRoomsDescription, loadRooms, OccurrenceClash } from './clash.ts';
import { MeetingRoom } from './refs.ts';

const EventDraftInput = builder.inputType('EventDraftInput', {
  description: 'An event that is not saved yet.',
  fields: (t) => ({
    eventId: t.id({ description: 'Left out of the comparison when an existing event is moved.' }),
    startsAt: t.field({ type: 'DateTime', required: true, description: 'Start of the first occurrence.' }),
    endsAt: t.field({ type: 'DateTime', required: true, description: 'After `startsAt`.' }),
    timeZone: t.string({ required: true, description: 'IANA zone in which a series keeps its hour.' }),
    isAllDay: t.boolean({
      required: true,
      defaultValue: false,
      description: 'The whole days of `timeZone` that the times fall on.',
    }),
    recurrenceRule: t.string({ description: 'RFC 5545 RRULE value.' }),
    attendeeIds: t.idList({ required: true, defaultValue: [], description: 'Members to invite.' }),
    meetingRoomId: t.id({ description: 'A room that every occurrence is to book.' }),
  }),
});

const EventClashReport = builder.objectRef<ClashReport>('EventClashReport').implement({
  description: 'What saving would clash with now; nothing is held.',
  fields: (t) => ({
    occurrenceCount: t.exposeInt('occurrenceCount', { description: 'How often it would take place.' }),
    clashes: t.expose('clashes', {
      type: [OccurrenceClash],
      description: 'Room clashes, then personal ones; at most 200 of each, by start.',
    }),
    freeRooms: t.field({
      type: [MeetingRoom],
      description: freeRoomsDescription,
      resolve: ({ freeRoomIds }, _, context) => loadRooms(context, freeRoomIds),
    }),
  }),
});

builder.queryField('eventClashes', (t) =>
  t.field({
    type: EventClashReport,
    description:
      'What saving would clash with, by occurrence, before it is saved. Room clashes come with free alternatives.',
    args: { draft: t.arg({ type: EventDraftInput, required: true, description: 'What would be saved.' }) },
    resolve: (_, { draft }, { services, viewer }) => previewClashes(services, viewer, draft),
  }),
);
