import type { AttendeeRow } from '../db/attendees.ts';
import { maxOccurrencesRead } from '../domain/limits.ts';
import { builder } from './builder.ts';
import { InvitationAnswer } from './enums.ts';
import {
  loadAttendees,
  loadCalendar,
  loadEvent,
  loadMeetingRoom,
  loadNextOccurrence,
  loadOccurrences,
  loadReminderMinutes,
} from './loaders.ts';
import { ChatRoom, Member } from './other-types.ts';
import { toRangeMs } from './range.ts';
import { Calendar, CalendarEvent, MeetingRoom, Occurrence } from './refs.ts';

const EventAttendee = builder.objectRef<AttendeeRow>('EventAttendee').implement({
  description: 'Somebody who is invited to an event, and what they said.',
  fields: (t) => ({
    member: t.field({
      type: Member,
      nullable: true,
      description: 'Who; null for somebody whom identity no longer knows.',
      resolve: ({ memberId }) => ({ id: memberId }),
    }),
    memberId: t.exposeID('memberId', { description: 'Who, also while identity is away.' }),
    answer: t.expose('answer', {
      type: InvitationAnswer,
      description: 'Whether they come, as far as they have said.',
    }),
  }),
});

builder.objectType(CalendarEvent, {
  description:
    'Something that takes place once or in a series. Seen through its calendar, and by whom it invites.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client that created it.' }),
    calendar: t.field({
      type: Calendar,
      nullable: true,
      description: 'Where it stands; null for a viewer who is only invited.',
      directives: { perViewer: {} },
      resolve: ({ calendarId }, _, context) => loadCalendar(context, calendarId, undefined),
    }),
    title: t.exposeString('title', { description: 'One line of 1 to 200 characters.' }),
    description: t.exposeString('description', { nullable: true, description: 'Text of several lines.' }),
    location: t.exposeString('location', { nullable: true, description: 'Where it takes place, in words.' }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When the first occurrence begins.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'When the first occurrence is over.' }),
    timeZone: t.exposeString('timeZone', {
      description: 'IANA zone of its wall times: a series stays at its hour there.',
    }),
    isAllDay: t.exposeBoolean('isAllDay', {
      description: 'Whole days of `timeZone`; `endsAt` is the midnight after the last one.',
    }),
    recurrenceRule: t.exposeString('recurrenceRule', {
      nullable: true,
      description: 'RFC 5545 RRULE value as written, e.g. `FREQ=WEEKLY;BYDAY=MO`; null without a rule.',
    }),
    organizer: t.field({
      type: Member,
      nullable: true,
      description: 'Who created it; null for somebody whom identity no longer knows.',
      resolve: ({ organizerId }) => ({ id: organizerId }),
    }),
    attendees: t.field({
      type: [EventAttendee],
      description: 'Who is invited, without the organizer.',
      resolve: async ({ id }, _, context) => (await loadAttendees(context, id, undefined)) ?? [],
    }),
    viewerAnswer: t.field({
      type: InvitationAnswer,
      nullable: true,
      description: 'What the viewer said; null for a viewer who is not invited.',
      directives: { perViewer: {} },
      resolve: async ({ id }, _, context) => {
        const invited = (await loadAttendees(context, id, undefined)) ?? [];
        return invited.find(({ memberId }) => memberId === context.viewer.memberId)?.answer ?? null;
      },
    }),
    viewerCanEdit: t.boolean({
      description: 'Whether the viewer may change it: whoever sees its calendar.',
      directives: { perViewer: {} },
      resolve: async ({ calendarId }, _, context) =>
        (await loadCalendar(context, calendarId, undefined)) !== null,
    }),
    viewerReminderMinutes: t.intList({
      description: 'Minutes before the start at which the viewer is reminded, ascending.',
      directives: { perViewer: {} },
      resolve: async ({ id }, _, context) =>
        ((await loadReminderMinutes(context, id, undefined)) ?? []).map(({ minutesBefore }) => minutesBefore),
    }),
    meetingRoom: t.field({
      type: MeetingRoom,
      nullable: true,
      description: 'The room that is booked for it.',
      resolve: ({ meetingRoomId }, _, context) =>
        meetingRoomId === null ? null : loadMeetingRoom(context, meetingRoomId, undefined),
    }),
    chatRoom: t.field({
      type: ChatRoom,
      nullable: true,
      description: 'Where it is talked about; null also for a viewer who is not in that room.',
      resolve: ({ chatRoomId }) => (chatRoomId === null ? null : { id: chatRoomId }),
    }),
    isCancelled: t.exposeBoolean('isCancelled', { description: 'It no longer takes place.' }),
    version: t.exposeInt('version', {
      description:
        'Counts changes from 1; given back on update, so that two editors do not overwrite each other.',
    }),
    occurrences: t.field({
      type: [Occurrence],
      description: 'Those that overlap [from, until), by start; at most 62 days.',
      args: {
        from: t.arg({ type: 'DateTime', required: true, description: 'Start of the range.' }),
        until: t.arg({ type: 'DateTime', required: true, description: 'End of the range, not part of it.' }),
      },
      resolve: async ({ id }, range, context) =>
        (await loadOccurrences(context, id, { ...toRangeMs(range), limit: maxOccurrencesRead })) ?? [],
    }),
    nextOccurrence: t.field({
      type: Occurrence,
      nullable: true,
      description: 'The next one that begins after now.',
      resolve: ({ id }, _, context) => loadNextOccurrence(context, id, undefined),
    }),
  }),
});

builder.asEntity(CalendarEvent, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadEvent(context, id, undefined),
});

builder.queryField('calendarEvent', (t) =>
  t.field({
    type: CalendarEvent,
    nullable: true,
    description: 'An event that the viewer may see.',
    args: { id: t.arg.id({ required: true, description: '`CalendarEvent.id`.' }) },
    resolve: (_, { id }, context) => loadEvent(context, id, undefined),
  }),
);
