import type { Subgraph } from '@moim/kit/server/subgraph.ts';
import { Context } from './graphql/context.ts';
import { schema } from './graphql/schema.ts';
import { callbacksRoute } from './http/callbacks.ts';
import { jobs } from './triggers/jobs.ts';
import { parking } from './triggers/parking.ts';
import { withdrawal } from './triggers/withdrawal.ts';

/** Policies, cover by the minute, and who looked at personal data. */
export const insurance: Subgraph<Context> = {
  name: 'insurance',
  schema,
  context: (services, identity) => new Context(services, identity),
  routes: [callbacksRoute],
  triggers: { consumers: [parking, withdrawal], jobs },
  migrations: new URL('../migrations/', import.meta.url),
};
