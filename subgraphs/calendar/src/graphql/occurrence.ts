import { builder } from './builder.ts';
import { getEvent, loadMeetingRoom } from './loaders.ts';
import { CalendarEvent, MeetingRoom, Occurrence } from './refs.ts';

builder.objectType(Occurrence, {
  description: 'One time at which an event takes place.',
  fields: (t) => ({
    id: t.id({
      description: 'Stable: the event and the original start.',
      resolve: ({ eventId, originalStartsAt }) => `${eventId}_${originalStartsAt.getTime()}`,
    }),
    event: t.field({
      type: CalendarEvent,
      description: 'What takes place.',
      resolve: ({ eventId }, _, context) => getEvent(context, eventId),
    }),
    originalStartsAt: t.expose('originalStartsAt', {
      type: 'DateTime',
      description: 'Start by the rule, RFC 5545 RECURRENCE-ID; names the occurrence in mutations.',
    }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When it begins.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'When it is over.' }),
    title: t.string({
      description: 'Its own title, or that of the event.',
      resolve: async ({ eventId, title }, _, context) => title ?? (await getEvent(context, eventId)).title,
    }),
    isException: t.exposeBoolean('isException', { description: 'True when it differs from its series.' }),
    meetingRoom: t.field({
      type: MeetingRoom,
      nullable: true,
      description: 'Where it takes place, if a room is booked.',
      resolve: ({ meetingRoomId }, _, context) =>
        meetingRoomId === null ? null : loadMeetingRoom(context, meetingRoomId, undefined),
    }),
  }),
});
