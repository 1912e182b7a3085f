import type { Subgraph } from '@moim/kit/server/subgraph.ts';
import { Context } from './graphql/context.ts';
import { schema } from './graphql/schema.ts';
import { routes } from './http/routes.ts';
import { type IdentitySettings, readSettings } from './settings.ts';
import { jobs } from './triggers/jobs.ts';

/** Who people are, which groups they belong to, and how they log in. */
export const createIdentity = (settings: IdentitySettings): Subgraph<Context> => ({
  name: 'identity',
  schema,
  context: (services, identity) => new Context(services, identity),
  routes: routes(settings),
  triggers: { consumers: [], jobs },
  migrations: new URL('../migrations/', import.meta.url),
});

export const identity: Subgraph<Context> = createIdentity(readSettings());
