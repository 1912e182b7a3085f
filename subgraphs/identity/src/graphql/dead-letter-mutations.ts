import { internal } from '@moim/kit/graphql/tags.ts';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { discardDeadLetter, reprocessDeadLetters } from '../actions/decide-dead-letters.ts';
import { builder } from './builder.ts';

const ReprocessDeadLettersInput = builder.inputType('ReprocessDeadLettersInput', {
  description: 'Which dead letters to try again.',
  fields: (t) => ({
    ids: t.idList({ required: true, description: '`DeadLetter.id`, 1 to 100.' }),
  }),
});

const DiscardDeadLetterInput = builder.inputType('DiscardDeadLetterInput', {
  description: 'Which dead letter to give up, and why.',
  fields: (t) => ({
    id: t.id({ required: true, description: '`DeadLetter.id` of the one to give up.' }),
    reason: t.string({
      required: true,
      description: 'Why; stays on record. 1 to 500 characters in one line.',
    }),
  }),
});

const ReprocessDeadLettersPayload = builder
  .objectRef<{ ids: readonly string[] }>('ReprocessDeadLettersPayload')
  .implement({
    description: 'What is tried again, under the same event ids and in order.',
    fields: (t) => ({
      reprocessedIds: t.idList({
        description:
          'The others are not there, no longer dead, wait for an equal job, or their subgraph is away.',
        resolve: ({ ids }) => [...ids],
      }),
    }),
  });

const DiscardDeadLetterPayload = builder.objectRef<{ id: string }>('DiscardDeadLetterPayload').implement({
  description: 'It is given up; what waited behind it goes on.',
  fields: (t) => ({
    discardedId: t.exposeID('id', { description: '`DeadLetter.id` of the one that was given up.' }),
  }),
});

builder.mutationFields((t) => ({
  reprocessDeadLetters: t.field({
    tag: internal,
    type: ReprocessDeadLettersPayload,
    description: 'For OPERATOR: gives dead letters another round of attempts. Noted for ever.',
    args: oneInput(t, ReprocessDeadLettersInput, 'The dead letters to try again.'),
    errors: {
      types: [InvalidInputError, ForbiddenError, ConflictError],
      union: { name: 'ReprocessDeadLettersResult', description: 'What is tried again, or why nothing is.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      ids: await reprocessDeadLetters(services, viewer, input.ids),
    }),
  }),
  discardDeadLetter: t.field({
    tag: internal,
    type: DiscardDeadLetterPayload,
    description: 'For OPERATOR: gives a dead letter up for good. Noted for ever, with the reason.',
    args: oneInput(t, DiscardDeadLetterInput, 'The dead letter to give up, and why.'),
    errors: {
      types: [InvalidInputError, ForbiddenError, NotFoundError],
      union: { name: 'DiscardDeadLetterResult', description: 'What was discarded, or why it was not.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      id: await discardDeadLetter(services, viewer, input),
    }),
  }),
}));
