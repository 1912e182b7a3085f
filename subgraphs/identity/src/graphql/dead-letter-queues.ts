import { internal } from '@moim/kit/graphql/tags.ts';
import { type DeadLetterQueue as Queue, showDeadLetterQueues } from '../actions/show-dead-letters.ts';
import { builder } from './builder.ts';

const DeadLetterQueue = builder.objectRef<Queue>('DeadLetterQueue').implement({
  description: 'What one subgraph says of the events that its groups could not take.',
  fields: (t) => ({
    subgraph: t.exposeString('subgraph', { description: 'E.g. `messaging`.' }),
    isAvailable: t.boolean({
      description: 'Whether it answered. The counts are null otherwise.',
      resolve: ({ counts }) => counts !== null,
    }),
    deadCount: t.int({
      nullable: true,
      description: 'Given up; they wait for an operator.',
      resolve: ({ counts }) => counts?.dead,
    }),
    retryingCount: t.int({
      nullable: true,
      description: 'Being tried again.',
      resolve: ({ counts }) => counts?.retrying,
    }),
    parkedCount: t.int({
      nullable: true,
      description: 'Sound as far as one knows, waiting behind one of the others.',
      resolve: ({ counts }) => counts?.parked,
    }),
    discardedCount: t.int({
      nullable: true,
      description: 'Given up for good by an operator.',
      resolve: ({ counts }) => counts?.discarded,
    }),
    reprocessedCount: t.int({
      nullable: true,
      description: 'How often operators gave one another round, since the beginning.',
      resolve: ({ counts }) => counts?.reprocessed,
    }),
    reprocessedSuccessfullyCount: t.int({
      nullable: true,
      description: 'How many of those had their effect.',
      resolve: ({ counts }) => counts?.reprocessedSuccessfully,
    }),
  }),
});

builder.queryField('deadLetterQueues', (t) =>
  t.field({
    tag: internal,
    type: [DeadLetterQueue],
    nullable: true,
    description: 'For OPERATOR: the dead letters of each subgraph, counted.',
    directives: { perViewer: {} },
    resolve: (_, __, { services, viewer }) => showDeadLetterQueues(services, viewer),
  }),
);
