import type { Subgraph } from '@moim/kit/server/subgraph.ts';
import { Context } from './graphql/context.ts';
import { schema } from './graphql/schema.ts';

/** Policies, cover by the minute, and who looked at personal data. */
export const insurance: Subgraph<Context> = {
  name: 'insurance',
  schema,
  context: (services, identity) => new Context(services, identity),
  routes: [],
  triggers: { consumers: [], jobs: [] },
  migrations: new URL('../migrations/', import.meta.url),
};
