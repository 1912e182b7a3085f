import { orApp } from '@moim/kit/graphql/or-app.ts';
import { searchMeetingRooms } from '../db/meeting-rooms.ts';
import { builder } from './builder.ts';
import { roomScope } from './context.ts';
import { Equipment } from './enums.ts';
import { loadBookings, loadEvent, loadMeetingRoom } from './loaders.ts';
import { toRangeMs } from './range.ts';
import { CalendarEvent, MeetingRoom } from './refs.ts';

const RoomBooking = builder
  .objectRef<{ startsAt: Date; endsAt: Date; eventId: string | null }>('RoomBooking')
  .implement({
    description: 'A time at which a room is taken.',
    fields: (t) => ({
      startsAt: t.expose('startsAt', { type: 'DateTime', description: 'Taken from then on.' }),
      endsAt: t.expose('endsAt', { type: 'DateTime', description: 'Free again from then on.' }),
      event: t.field({
        type: CalendarEvent,
        nullable: true,
        description: 'What takes place; null where the viewer may not see it, and for apps.',
        directives: { perViewer: {} },
        resolve: ({ eventId }, _, context) =>
          eventId === null ? null : loadEvent(context, eventId, undefined),
      }),
    }),
  });

builder.objectType(MeetingRoom, {
  description: 'A room that can be booked, once at a time. Everybody sees when it is taken.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client that created it.' }),
    name: t.exposeString('name', { description: '1 to 80 characters.' }),
    place: t.exposeString('place', { description: 'Building and floor; 1 to 200 characters.' }),
    capacity: t.exposeInt('capacity', { description: 'People, 1 to 10,000.' }),
    equipment: t.expose('equipment', {
      type: [Equipment],
      description: 'What the room has for those who meet there.',
    }),
    bookings: t.field({
      ...orApp(roomScope),
      type: [RoomBooking],
      description:
        'When it is taken, as far as that overlaps [from, until); at most 62 days. For members, and apps with `rooms:read`.',
      args: {
        from: t.arg({ type: 'DateTime', required: true, description: 'Start of the range.' }),
        until: t.arg({ type: 'DateTime', required: true, description: 'End of the range, not part of it.' }),
      },
      resolve: async ({ id }, range, context) => (await loadBookings(context, id, toRangeMs(range))) ?? [],
    }),
  }),
});

builder.asEntity(MeetingRoom, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadMeetingRoom(context, id, undefined),
});

builder.queryFields((t) => ({
  meetingRoom: t.field({
    ...orApp(roomScope),
    type: MeetingRoom,
    nullable: true,
    description: 'A room; null for an unknown id. For members, and apps with `rooms:read`.',
    args: { id: t.arg.id({ required: true, description: '`MeetingRoom.id`.' }) },
    resolve: (_, { id }, context) => loadMeetingRoom(context, id.toLowerCase(), undefined),
  }),
  meetingRooms: t.field({
    ...orApp(roomScope),
    type: [MeetingRoom],
    description:
      'All rooms by name; with `freeFrom` and `freeUntil` only those that are free then. For members, and apps with `rooms:read`.',
    args: {
      minCapacity: t.arg.int({ description: 'For at least so many people.' }),
      equipment: t.arg({ type: [Equipment], description: 'With all of this.' }),
      freeFrom: t.arg({
        type: 'DateTime',
        description: 'Start of the time in which they are free; with `freeUntil`.',
      }),
      freeUntil: t.arg({
        type: 'DateTime',
        description: 'End of the time in which they are free; with `freeFrom`.',
      }),
    },
    resolve: (_, { minCapacity, equipment, freeFrom, freeUntil }, context) => {
      context.assertReadsRooms();
      if (freeFrom && freeUntil) toRangeMs({ from: freeFrom, until: freeUntil }, 'freeUntil');
      const free = freeFrom && freeUntil ? { from: freeFrom, until: freeUntil } : null;
      const wanted = { minCapacity: minCapacity ?? 1, equipment: equipment ?? [], free };
      return searchMeetingRooms(context.db, wanted);
    },
  }),
}));
