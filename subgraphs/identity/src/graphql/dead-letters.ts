import { internal } from '@moim/kit/graphql/tags.ts';
import type { LetterAction } from '@moim/kit/dead-letters/desk.ts';
import { toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { type DeadLetter as Letter, showDeadLetters } from '../actions/show-dead-letters.ts';
import { toDeadLetterId } from '../domain/dead-letter.ts';
import { builder } from './builder.ts';
import { loadMember } from './loaders.ts';
import { fromLetterCursor, toLetterCursor } from './page-cursors.ts';
import { Member } from './refs.ts';

const DeadLetterState = builder.enumType('DeadLetterState', {
  description: 'Where an event stands that could not be taken.',
  values: {
    DEAD: { value: 'dead' as const, description: 'Given up; waits for an operator.' },
    RETRYING: { value: 'retrying' as const, description: 'Being tried again.' },
    DISCARDED: { value: 'discarded' as const, description: 'Given up for good by an operator.' },
  },
});

const DeadLetterActionKind = builder.enumType('DeadLetterActionKind', {
  description: 'What was done about a dead letter.',
  values: {
    REPROCESS: { value: 'reprocess' as const, description: 'An operator gave it another round.' },
    DISCARD: { value: 'discard' as const, description: 'An operator gave it up.' },
    APPLIED: { value: 'applied' as const, description: 'It had its effect after another round.' },
  },
});

const DeadLetterAction = builder.objectRef<LetterAction>('DeadLetterAction').implement({
  description: 'Something that was done about a dead letter. Only ever added.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it was done.' }),
    kind: t.expose('action', {
      type: DeadLetterActionKind,
      description: 'What was done about the dead letter.',
    }),
    actor: t.field({
      type: Member,
      nullable: true,
      description: 'Who; null for what came of it by itself, and for somebody who has left.',
      resolve: ({ actorId }, _, context) => (actorId === null ? null : loadMember(context, actorId)),
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why; null unless discarded.' }),
  }),
});

export const DeadLetter = builder.objectRef<Letter>('DeadLetter').implement({
  description:
    'An event that a group of consumers could not take, or a job that failed eight times. What it says is private and is not shown.',
  fields: (t) => ({
    id: t.id({ description: 'Subgraph, group and event.', resolve: toDeadLetterId }),
    subgraph: t.exposeString('subgraph', { description: 'Whose group it is, e.g. `messaging`.' }),
    group: t.exposeString('group', {
      description: 'The group of consumers, e.g. `plan-rooms`; of a job, its queue.',
    }),
    source: t.exposeString('source', {
      description: 'The subgraph that published the event; `jobs` for a job.',
    }),
    eventId: t.exposeID('eventId', { description: 'Of the event; it stays when it is tried again.' }),
    eventName: t.exposeString('eventName', { description: 'E.g. `calendar.event-changed.v1`.' }),
    aggregateType: t.exposeString('aggregateType', { description: 'Kind of thing that it is about.' }),
    aggregateId: t.exposeString('aggregateId', { description: 'Id of the thing that it is about.' }),
    state: t.expose('state', { type: DeadLetterState, description: 'Where it stands.' }),
    attempts: t.exposeInt('attempts', { description: 'Attempts in this round, of at most eight.' }),
    error: t.exposeString('error', { description: 'The last error in one line, without private values.' }),
    firstSeenAt: t.expose('firstSeenAt', { type: 'DateTime', description: 'When it failed first.' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', description: 'When it failed last.' }),
    nextAttemptAt: t.expose('nextAttemptAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried next; null unless it is being tried again.',
    }),
    parkedCount: t.exposeInt('parkedCount', {
      description: 'Later events of the same thing that wait behind it, in order.',
    }),
    actions: t.expose('actions', { type: [DeadLetterAction], description: 'What was done, oldest first.' }),
  }),
});

const DeadLetterConnection = builder.connectionObject(
  { type: DeadLetter, name: 'DeadLetterConnection', description: 'A page of dead letters.' },
  { name: 'DeadLetterConnectionEdge', description: 'A dead letter in the list.' },
);

builder.queryField('deadLetters', (t) =>
  t.field({
    tag: internal,
    type: DeadLetterConnection,
    nullable: true,
    description:
      'For OPERATOR: events that could not be taken and jobs that failed, the newest first. Those of a subgraph that is away are missing; `deadLetterQueues` says so.',
    directives: { perViewer: {} },
    args: {
      state: t.arg({
        type: DeadLetterState,
        required: true,
        defaultValue: 'dead',
        description: 'Where they stand.',
      }),
      subgraph: t.arg.string({ description: 'Only those of this one; absent: of all.' }),
      ...forwardPage(t),
    },
    resolve: async (_, { state, subgraph, ...args }, { services, viewer }) => {
      const page = toPage(args);
      const after = fromLetterCursor(page.after);
      const wanted = { state, subgraph: subgraph ?? null, limit: page.size + 1, after };
      const letters = await showDeadLetters(services, viewer, wanted);
      return toConnection(letters, page, toLetterCursor, (letter) => letter);
    },
  }),
);
