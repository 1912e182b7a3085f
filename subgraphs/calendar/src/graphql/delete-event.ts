import { ForbiddenError, InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { deleteEvent } from '../actions/delete-event.ts';
import { builder } from './builder.ts';
import { ChangeScope } from './enums.ts';
import { loadEvent } from './loaders.ts';
import { CalendarEvent } from './refs.ts';

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
    eventId: t.exposeID('eventId', {
      description: '`CalendarEvent.id` of what was cancelled, in part or as a whole.',
    }),
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
    args: oneInput(t, DeleteEventInput, 'The event, and which of its occurrences no longer take place.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError],
      union: { name: 'DeleteEventResult', description: 'What is left, or why nothing was changed.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      eventId: await deleteEvent(services, viewer, input),
    }),
  }),
);
