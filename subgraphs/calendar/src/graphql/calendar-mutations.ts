import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { createCalendar, updateCalendar } from '../actions/create-calendar.ts';
import { createMeetingRoom } from '../actions/create-meeting-room.ts';
import { builder } from './builder.ts';
import { CalendarColor, Equipment } from './enums.ts';
import { getCalendar, loadMeetingRoom } from './loaders.ts';
import { Calendar, MeetingRoom } from './refs.ts';

const CreateCalendarInput = builder.inputType('CreateCalendarInput', {
  description: 'What the new calendar is like.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'A UUIDv7 that the client makes.' }),
    name: t.string({ required: true, description: 'One line of 1 to 80 characters.' }),
    color: t.field({
      type: CalendarColor,
      required: true,
      defaultValue: 'BLUE',
      description: 'How it is told from others.',
    }),
    timeZone: t.string({ required: true, description: 'IANA zone in which new events are offered.' }),
    groupId: t.id({ description: "A group of the viewer; absent: the viewer's own." }),
  }),
});

const UpdateCalendarInput = builder.inputType('UpdateCalendarInput', {
  description: 'What should change; what is absent stays.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'A calendar that the viewer may change.' }),
    name: t.string({ description: 'One line of 1 to 80 characters.' }),
    color: t.field({ type: CalendarColor, description: 'How it is told from others.' }),
  }),
});

const CreateCalendarPayload = builder
  .objectRef<{ calendarId: string }>('CreateCalendarPayload')
  .implement({ description: 'The calendar was created, or is there from an equal request before.' });
const UpdateCalendarPayload = builder
  .objectRef<{ calendarId: string }>('UpdateCalendarPayload')
  .implement({ description: 'The calendar has the name and colour that were asked for.' });
for (const payload of [CreateCalendarPayload, UpdateCalendarPayload])
  builder.objectField(payload, 'calendar', (t) =>
    t.field({
      type: Calendar,
      description: 'As it is now.',
      resolve: ({ calendarId }, _, context) => getCalendar(context, calendarId),
    }),
  );

builder.mutationField('createCalendar', (t) =>
  t.field({
    type: CreateCalendarPayload,
    description: 'Creates a calendar of the viewer or of one of their groups.',
    args: oneInput(t, CreateCalendarInput, 'What the new calendar is like, and whose it is.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError, ConflictError],
      union: { name: 'CreateCalendarResult', description: 'The calendar, or why there is none.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      calendarId: await createCalendar(services, viewer, input),
    }),
  }),
);

builder.mutationField('updateCalendar', (t) =>
  t.field({
    type: UpdateCalendarPayload,
    description: 'Renames or recolours a calendar.',
    args: oneInput(t, UpdateCalendarInput, 'The calendar, and what is different about it.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError],
      union: { name: 'UpdateCalendarResult', description: 'The calendar, or why it was not changed.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      calendarId: await updateCalendar(services, viewer, input),
    }),
  }),
);

const CreateMeetingRoomInput = builder.inputType('CreateMeetingRoomInput', {
  description: 'What the new room is like.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'A UUIDv7 that the client makes.' }),
    name: t.string({ required: true, description: 'One line of 1 to 80 characters.' }),
    place: t.string({ required: true, description: 'Building and floor; 1 to 200 characters.' }),
    capacity: t.int({ required: true, description: 'People, 1 to 10,000.' }),
    equipment: t.field({
      type: [Equipment],
      required: true,
      defaultValue: [],
      description: 'What the room has, in any order.',
    }),
  }),
});

const CreateMeetingRoomPayload = builder.objectRef<{ roomId: string }>('CreateMeetingRoomPayload').implement({
  description: 'The room can be booked.',
  fields: (t) => ({
    meetingRoom: t.field({
      type: MeetingRoom,
      description: 'The room as it can be booked now.',
      resolve: async ({ roomId }, _, context) => {
        const room = await loadMeetingRoom(context, roomId, undefined);
        if (!room) throw new NotFoundError();
        return room;
      },
    }),
  }),
});

builder.mutationField('createMeetingRoom', (t) =>
  t.field({
    type: CreateMeetingRoomPayload,
    description: 'Adds a meeting room; only administrators may.',
    args: oneInput(t, CreateMeetingRoomInput, 'Where the new room is, and what it has.'),
    errors: {
      types: [InvalidInputError, ForbiddenError, ConflictError],
      union: { name: 'CreateMeetingRoomResult', description: 'The room, or why there is none.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      roomId: await createMeetingRoom(services, viewer, input),
    }),
  }),
);
