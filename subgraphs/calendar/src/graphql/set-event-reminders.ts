import { InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { setEventReminders } from '../actions/set-event-reminders.ts';
import { builder } from './builder.ts';
import { getEvent } from './loaders.ts';
import { CalendarEvent } from './refs.ts';

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
    description: 'The viewer is reminded as asked; what others chose stays.',
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
    args: oneInput(t, SetEventRemindersInput, 'The event, and when the viewer is reminded of it.'),
    errors: {
      types: [InvalidInputError, NotFoundError],
      union: { name: 'SetEventRemindersResult', description: 'The event, or why nothing was set.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      eventId: await setEventReminders(services, viewer, input),
    }),
  }),
);
