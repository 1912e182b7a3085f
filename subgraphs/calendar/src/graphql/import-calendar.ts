import { ForbiddenError, InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { createCalendarFeed, revokeCalendarFeed } from '../actions/calendar-feed.ts';
import { importCalendar, type ImportReport as Report } from '../actions/import-calendar.ts';
import type { RefusedEntry as Refused } from '../domain/ics.ts';
import { builder } from './builder.ts';
import { getCalendar } from './loaders.ts';
import { Calendar } from './refs.ts';

const RefusedEntry = builder.objectRef<Refused>('RefusedEntry').implement({
  description: 'An entry of a file that was not taken in.',
  fields: (t) => ({
    line: t.exposeInt('line', { description: '1-based line of the file where the entry begins.' }),
    summary: t.exposeString('summary', { nullable: true, description: 'Its title, where it has one.' }),
    reason: t.exposeString('reason', {
      description:
        'MALFORMED, NOT_AN_EVENT, NO_START, ENDS_BEFORE_START, UNKNOWN_TIME_ZONE, INVALID_RULE, TOO_MANY_OCCURRENCES, NEVER_HAPPENS, CANCELLED or OUTDATED.',
    }),
    detail: t.exposeString('detail', { description: 'English detail, for developers.' }),
  }),
});

const ImportReport = builder.objectRef<Report>('ImportReport').implement({
  description: 'What became of the entries of a file.',
  fields: (t) => ({
    importedCount: t.exposeInt('importedCount', { description: 'Events that are new.' }),
    updatedCount: t.exposeInt('updatedCount', {
      description: 'Same UID as an event that was there: brought up to date.',
    }),
    refused: t.expose('refused', { type: [RefusedEntry], description: 'What was left out, by line.' }),
  }),
});

const ImportCalendarInput = builder.inputType('ImportCalendarInput', {
  description: 'A file, and where its events go.',
  fields: (t) => ({
    calendarId: t.id({ required: true, description: 'A calendar that the viewer may change.' }),
    ics: t.string({
      required: true,
      description: 'Text of an .ics file; larger ones go to POST /calendar/calendars/:id/import.',
    }),
  }),
});

const ImportCalendarPayload = builder.objectRef<{ report: Report }>('ImportCalendarPayload').implement({
  description: 'The readable entries are in the calendar.',
  fields: (t) => ({
    report: t.expose('report', {
      type: ImportReport,
      description: 'What became of the file, entry by entry.',
    }),
  }),
});

builder.mutationField('importCalendar', (t) =>
  t.field({
    type: ImportCalendarPayload,
    description: 'Takes in every readable event of a file.',
    directives: { federation__cost: { weight: 100 } },
    args: oneInput(t, ImportCalendarInput, 'The file, and the calendar that its events go to.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError],
      union: { name: 'ImportCalendarResult', description: 'The report, or why nothing was read.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      report: await importCalendar(services, viewer, input),
    }),
  }),
);

const CreateCalendarFeedInput = builder.inputType('CreateCalendarFeedInput', {
  description: 'Which calendar gets a feed.',
  fields: (t) => ({ calendarId: t.id({ required: true, description: 'One that the viewer may change.' }) }),
});
const RevokeCalendarFeedInput = builder.inputType('RevokeCalendarFeedInput', {
  description: 'Which calendar loses its feed.',
  fields: (t) => ({ calendarId: t.id({ required: true, description: 'One that the viewer may change.' }) }),
});

const CreateCalendarFeedPayload = builder
  .objectRef<{ calendarId: string }>('CreateCalendarFeedPayload')
  .implement({ description: 'The feed has new addresses.' });
const RevokeCalendarFeedPayload = builder
  .objectRef<{ calendarId: string }>('RevokeCalendarFeedPayload')
  .implement({ description: 'The addresses no longer work.' });
for (const payload of [CreateCalendarFeedPayload, RevokeCalendarFeedPayload])
  builder.objectField(payload, 'calendar', (t) =>
    t.field({
      type: Calendar,
      description: 'As it is now.',
      resolve: ({ calendarId }, _, context) => getCalendar(context, calendarId),
    }),
  );

builder.mutationField('createCalendarFeed', (t) =>
  t.field({
    type: CreateCalendarFeedPayload,
    description: 'Makes a read-only feed under new signed addresses; all older ones stop working.',
    args: oneInput(t, CreateCalendarFeedInput, 'The calendar that gets the feed.'),
    errors: {
      types: [NotFoundError],
      union: { name: 'CreateCalendarFeedResult', description: 'The calendar, or why it has no feed.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      calendarId: await createCalendarFeed(services, viewer, input.calendarId),
    }),
  }),
);

builder.mutationField('revokeCalendarFeed', (t) =>
  t.field({
    type: RevokeCalendarFeedPayload,
    description: 'Ends the feed of a calendar: its signed addresses answer nobody any more.',
    args: oneInput(t, RevokeCalendarFeedInput, 'The calendar whose feed ends.'),
    errors: {
      types: [NotFoundError],
      union: { name: 'RevokeCalendarFeedResult', description: 'The calendar, or why nothing was revoked.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      calendarId: await revokeCalendarFeed(services, viewer, input.calendarId),
    }),
  }),
);
