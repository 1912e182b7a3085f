import type { Subgraph } from '@moim/kit/server/subgraph.ts';
import { Context } from './graphql/context.ts';
import { schema } from './graphql/schema.ts';
import { inboxFanOut } from './triggers/inbox-fan-out.ts';
import { membershipProjection } from './triggers/membership-projection.ts';

/** Chat rooms, their timelines, and one inbox a member. */
export const messaging: Subgraph<Context> = {
  name: 'messaging',
  schema,
  context: (services, identity) => new Context(services, identity),
  routes: [],
  triggers: { consumers: [membershipProjection, inboxFanOut], jobs: [] },
  migrations: new URL('../migrations/', import.meta.url),
};
