import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { updateEvent } from '../actions/update-event.ts';
import { EventClashError } from '../domain/clash.ts';
import { builder } from './builder.ts';
import { ChangeScope } from './enums.ts';
import { savedEventPayload } from './saved-event.ts';

const UpdateEventInput = builder.inputType('UpdateEventInput', {
  description: 'What should be different; what is absent stays.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'An event that the viewer may change.' }),
    scope: t.field({
      type: ChangeScope,
      required: true,
      defaultValue: 'ALL',
      description: 'Which occurrences of a series.',
    }),
    occurrenceStartsAt: t.field({
      type: 'DateTime',
      description:
        '`originalStartsAt` of an occurrence; needed unless the scope is ALL, where it says of which occurrence `startsAt` speaks.',
    }),
    expectedVersion: t.int({
      description: '`version` that the client saw; Conflict when it is no longer that.',
    }),
    title: t.string({ description: 'One line of 1 to 200 characters.' }),
    description: t.string({ description: 'Up to 10,000 characters; null or empty: none.' }),
    location: t.string({ description: 'Up to 500 characters; null or empty: none.' }),
    startsAt: t.field({
      type: 'DateTime',
      description:
        'Of the named occurrence, else of the first; the others follow by the same wall-clock difference. Alone it keeps the duration.',
    }),
    endsAt: t.field({ type: 'DateTime', description: 'As `startsAt`; after it.' }),
    timeZone: t.string({ description: 'IANA zone in which a series keeps its hour.' }),
    isAllDay: t.boolean({ description: 'The whole days that the times fall on.' }),
    recurrenceRule: t.string({ description: 'RFC 5545 RRULE value; an empty text: no longer repeats.' }),
    attendeeIds: t.idList({ description: 'Everybody who is invited from now on.' }),
    meetingRoomId: t.id({ description: 'Another room; null: no room any more.' }),
    chatRoomId: t.id({ description: 'Another chat room; null: none any more.' }),
    skipClashing: t.boolean({
      required: true,
      defaultValue: false,
      description: "Leave out the occurrences that clash with the room's bookings instead of refusing.",
    }),
  }),
});

const UpdateEventPayload = savedEventPayload('UpdateEventPayload', {
  payload: 'The named occurrences are changed.',
  event: 'As it is now; for THIS_AND_FOLLOWING the series that goes on from there.',
  clashes: 'Personal clashes of what has moved: told, but not refused.',
});

builder.mutationField('updateEvent', (t) =>
  t.field({
    type: UpdateEventPayload,
    description: 'Changes one occurrence, one and all after it, or the event; all of it or nothing.',
    args: oneInput(
      t,
      UpdateEventInput,
      'The event, which of its occurrences, and what is different about them.',
    ),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError, ConflictError, EventClashError],
      union: { name: 'UpdateEventResult', description: 'The event, or why it was not changed.' },
    },
    resolve: (_, { input }, { services, viewer }) => updateEvent(services, viewer, input),
  }),
);
