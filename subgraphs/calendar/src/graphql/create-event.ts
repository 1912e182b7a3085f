import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { createEvent } from '../actions/create-event.ts';
import { EventClashError } from '../domain/clash.ts';
import { builder } from './builder.ts';
import { savedEventPayload } from './saved-event.ts';

const CreateEventInput = builder.inputType('CreateEventInput', {
  description: 'What takes place, when, and with whom.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'A UUIDv7 that the client makes: sending the same request again is the same event.',
    }),
    calendarId: t.id({ required: true, description: 'A calendar that the viewer may change.' }),
    title: t.string({ required: true, description: 'One line of 1 to 200 characters.' }),
    description: t.string({ description: 'Up to 10,000 characters, with newlines.' }),
    location: t.string({ description: 'Up to 500 characters.' }),
    startsAt: t.field({ type: 'DateTime', required: true, description: 'Start of the first occurrence.' }),
    endsAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'After `startsAt`, at most a year; for an all-day event the midnight after the last day.',
    }),
    timeZone: t.string({ required: true, description: 'IANA zone in which a series keeps its hour.' }),
    isAllDay: t.boolean({
      required: true,
      defaultValue: false,
      description: 'The whole days of `timeZone` that the times fall on.',
    }),
    recurrenceRule: t.string({
      description: 'RFC 5545 RRULE value, e.g. `FREQ=WEEKLY;BYDAY=MO`; at most 1,000 occurrences.',
    }),
    attendeeIds: t.idList({
      required: true,
      defaultValue: [],
      description: 'Up to 200 members to invite; the viewer is the organizer anyway.',
    }),
    meetingRoomId: t.id({ description: 'A room to book for every occurrence.' }),
    chatRoomId: t.id({ description: 'A chat room in which it is talked about.' }),
    reminderMinutes: t.intList({
      required: true,
      defaultValue: [10],
      description:
        'Minutes before each start, 0 to 40,320, at most 5; for the viewer and everybody invited, who may change their own.',
    }),
    skipClashing: t.boolean({
      required: true,
      defaultValue: false,
      description:
        "Leave out the occurrences that clash with the room's bookings instead of refusing the series.",
    }),
  }),
});

const CreateEventPayload = savedEventPayload('CreateEventPayload', {
  payload: 'The event was written, or is there from an equal request before.',
  event: 'With all its occurrences.',
  clashes: 'Personal clashes: told, but not refused.',
});

builder.mutationField('createEvent', (t) =>
  t.field({
    type: CreateEventPayload,
    description: 'Writes an event with all its occurrences, or nothing.',
    args: oneInput(t, CreateEventInput, 'What takes place, when, where and with whom.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError, ConflictError, EventClashError],
      union: { name: 'CreateEventResult', description: 'The event, or why there is none.' },
    },
    resolve: (_, { input }, { services, viewer }) => createEvent(services, viewer, input),
  }),
);
