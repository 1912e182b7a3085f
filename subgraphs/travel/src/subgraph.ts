import { OperationContext } from '@moim/kit/graphql/operation-context.ts';
import type { Subgraph } from '@moim/kit/server/subgraph.ts';
import { schema } from './graphql/schema.ts';
import { creditAnswers } from './triggers/credit-answers.ts';
import { jobs } from './triggers/jobs.ts';
import { knownMembers } from './triggers/known-members.ts';
import { movedEvents } from './triggers/moved-events.ts';
import { publicationEntries, publicationRooms } from './triggers/publication-answers.ts';

/** Travel plans, follows, likes and recommendations. */
export const travel: Subgraph<OperationContext> = {
  name: 'travel',
  schema,
  context: (services, identity) => new OperationContext(services, identity),
  routes: [],
  triggers: {
    consumers: [knownMembers, creditAnswers, movedEvents, publicationRooms, publicationEntries],
    jobs,
  },
  migrations: new URL('../migrations/', import.meta.url),
};
