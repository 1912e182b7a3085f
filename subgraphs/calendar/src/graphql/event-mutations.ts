import { ForbiddenError, InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { answerInvitation } from '../actions/answer-invitation.ts';
import { deleteEvent } from '../actions/delete-event.ts';
import { setDeclinesWhenBusy } from '../actions/set-declines-when-busy.ts';
import { setEventReminders } from '../actions/set-event-reminders.ts';
import { EventClashError } from '../domain/clash.ts';
import { builder } from './builder.ts';
import { ChangeScope, InvitationAnswer } from './enums.ts';
import { getEvent, loadEvent } from './loaders.ts';
import { CalendarEvent } from './refs.ts';
import { savedEventPayload } from './saved-event.ts';
import { Viewer } from './viewer.ts';

const DeleteEventInput = builder.inputType('DeleteEventInput', {
  description: 'What no longer takes place.',
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
      description: '`originalStartsAt` of the occurrence; needed unless the scope is ALL.',
    }),
  }),
});

const DeleteEventPayload = builder.objectRef<{ eventId: string }>('DeleteEventPayload').implement({
  description: 'It no longer takes place.',
  fields: (t) => ({
    eventId: t.exposeID('eventId', { description: 'Which event.' }),
    event: t.field({
      type: CalendarEvent,
      nullable: true,
      description: 'What is left of it; cancelled when nothing is.',
      resolve: ({ eventId }, _, context) => loadEvent(context, eventId, undefined),
    }),
  }),
});

builder.mutationField('deleteEvent', (t) =>
  t.field({
    type: DeleteEventPayload,
    description: 'Cancels one occurrence, one and all after it, or the event.',
    args: { input: t.arg({ type: DeleteEventInput, required: true, description: 'What.' }) },
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError],
      union: { name: 'DeleteEventResult', description: 'What is left, or why nothing was changed.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      eventId: await deleteEvent(services, viewer, input),
    }),
  }),
);

const AnswerInvitationInput = builder.inputType('AnswerInvitationInput', {
  description: 'What the viewer says to an invitation.',
  fields: (t) => ({
    eventId: t.id({ required: true, description: 'An event that invites the viewer.' }),
    answer: t.field({ type: InvitationAnswer, required: true, description: 'Coming or not.' }),
  }),
});

const AnswerInvitationPayload = savedEventPayload('AnswerInvitationPayload', {
  payload: 'The organizer can see it.',
  event: 'With the answer.',
  clashes: 'What the viewer has at the same times: told, but not refused.',
});

builder.mutationField('answerInvitation', (t) =>
  t.field({
    type: AnswerInvitationPayload,
    description: 'Says whether the viewer comes.',
    args: { input: t.arg({ type: AnswerInvitationInput, required: true, description: 'The answer.' }) },
    errors: {
      types: [InvalidInputError, NotFoundError, EventClashError],
      union: { name: 'AnswerInvitationResult', description: 'The event, or why the answer was not taken.' },
    },
    resolve: (_, { input }, { services, viewer }) => answerInvitation(services, viewer, input),
  }),
);

const SetEventRemindersInput = builder.inputType('SetEventRemindersInput', {
  description: 'When the viewer, and only they, are reminded.',
  fields: (t) => ({
    eventId: t.id({ required: true, description: 'An event that the viewer may see.' }),
    minutesBefore: t.intList({
      required: true,
      description: 'Minutes before each start, 0 to 40,320, at most 5; none: no reminder.',
    }),
  }),
});

const SetEventRemindersPayload = builder
  .objectRef<{ eventId: string }>('SetEventRemindersPayload')
  .implement({
    description: 'The reminders are set.',
    fields: (t) => ({
      event: t.field({
        type: CalendarEvent,
        description: 'With the reminders of the viewer.',
        resolve: ({ eventId }, _, context) => getEvent(context, eventId),
      }),
    }),
  });

builder.mutationField('setEventReminders', (t) =>
  t.field({
    type: SetEventRemindersPayload,
    description: 'Sets when the viewer is reminded of an event.',
    args: { input: t.arg({ type: SetEventRemindersInput, required: true, description: 'When.' }) },
    errors: {
      types: [InvalidInputError, NotFoundError],
      union: { name: 'SetEventRemindersResult', description: 'The event, or why nothing was set.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      eventId: await setEventReminders(services, viewer, input),
    }),
  }),
);

const SetDeclinesWhenBusyInput = builder.inputType('SetDeclinesWhenBusyInput', {
  description: 'How clashes with the own events are taken.',
  fields: (t) => ({
    declinesWhenBusy: t.boolean({ required: true, description: 'Refused, or only told.' }),
  }),
});

const SetDeclinesWhenBusyPayload = builder.objectRef<{ id: string }>('SetDeclinesWhenBusyPayload').implement({
  description: 'The choice is kept.',
  fields: (t) => ({
    viewer: t.field({ type: Viewer, description: 'Who chose.', resolve: (viewer) => viewer }),
  }),
});

builder.mutationField('setDeclinesWhenBusy', (t) =>
  t.field({
    type: SetDeclinesWhenBusyPayload,
    description:
      'Chooses whether what clashes with the own events is refused. Refused itself while future events clash already.',
    args: { input: t.arg({ type: SetDeclinesWhenBusyInput, required: true, description: 'The choice.' }) },
    errors: {
      types: [EventClashError],
      union: { name: 'SetDeclinesWhenBusyResult', description: 'The viewer, or what clashes already.' },
    },
    resolve: async (_, { input }, { services, viewer }) => {
      await setDeclinesWhenBusy(services, viewer, input.declinesWhenBusy);
      return { id: viewer.memberId };
    },
  }),
);
