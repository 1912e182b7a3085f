import { EventClashError, type OccurrenceClash as Clash } from '../domain/clash.ts';
import { builder } from './builder.ts';
import { loadMeetingRoom } from './loaders.ts';
import { Member } from './other-types.ts';
import { MeetingRoom } from './refs.ts';
import type { Context } from './context.ts';

const ClashKind = builder.enumType('ClashKind', {
  description: 'What is in the way.',
  values: {
    PERSONAL: { description: 'Somebody has something else at that time.' },
    ROOM: { description: 'The meeting room is taken.' },
  },
});

export const OccurrenceClash = builder.objectRef<Clash>('OccurrenceClash').implement({
  description: 'One occurrence, and one thing that is in its way.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ClashKind, description: 'Tells what the other fields mean.' }),
    startsAt: t.expose('startsAt', {
      type: 'DateTime',
      description: 'Start of the occurrence that would be saved.',
    }),
    endsAt: t.expose('endsAt', {
      type: 'DateTime',
      description: 'End of the occurrence that would be saved.',
    }),
    member: t.field({
      type: Member,
      nullable: true,
      description: 'Who is busy; null for a room clash.',
      resolve: ({ memberId }) => (memberId === null ? null : { id: memberId }),
    }),
    meetingRoom: t.field({
      type: MeetingRoom,
      nullable: true,
      description: 'Which room is taken; null for a personal clash.',
      resolve: ({ meetingRoomId }, _, context) =>
        meetingRoomId === null ? null : loadMeetingRoom(context, meetingRoomId, undefined),
    }),
    otherTitle: t.exposeString('otherTitle', {
      nullable: true,
      description: 'What is in the way; null where the viewer may not see it.',
    }),
    otherStartsAt: t.expose('otherStartsAt', { type: 'DateTime', description: 'When that begins.' }),
    otherEndsAt: t.expose('otherEndsAt', { type: 'DateTime', description: 'When that is over.' }),
  }),
});

/** Those of the rooms that exist, in the order of their ids. */
export async function loadRooms(context: Context, ids: readonly string[]) {
  const rooms = await Promise.all(ids.map((id) => loadMeetingRoom(context, id, undefined)));
  return rooms.filter((room) => room !== null);
}

export const freeRoomsDescription =
  'Rooms of at least the same capacity that are free for every occurrence, the smallest first.';

builder.objectType(EventClashError, {
  name: 'EventClash',
  description: 'Refused: a meeting room is taken, or somebody declines when busy. Nothing was changed.',
  interfaces: ['UserError'],
  fields: (t) => ({
    clashes: t.expose('clashes', { type: [OccurrenceClash], description: 'At most 200, by start.' }),
    freeRooms: t.field({
      type: [MeetingRoom],
      description: freeRoomsDescription,
      resolve: ({ freeRoomIds }, _, context) => loadRooms(context, freeRoomIds),
    }),
  }),
});
