import type { Subgraph } from '@moim/kit/server/subgraph.ts';
import { Context } from './graphql/context.ts';
import { schema } from './graphql/schema.ts';

/** Travel plans, follows, likes and recommendations. */
export const travel: Subgraph<Context> = {
  name: 'travel',
  schema,
  context: (services, identity) => new Context(services, identity),
  routes: [],
  triggers: { consumers: [], jobs: [] },
  migrations: new URL('../migrations/', import.meta.url),
};
