import type { Subgraph } from '@moim/kit/server/subgraph.ts';
import { Context } from './graphql/context.ts';
import { schema } from './graphql/schema.ts';
import { samplesRoute } from './http/samples.ts';
import { jobs } from './triggers/jobs.ts';
import { withdrawals } from './triggers/withdrawals.ts';

/** Vehicles, parking sessions and the coach. */
export const telemetry: Subgraph<Context> = {
  name: 'telemetry',
  schema,
  context: (services, identity) => new Context(services, identity),
  routes: [samplesRoute],
  triggers: { consumers: [withdrawals], jobs },
  migrations: new URL('../migrations/', import.meta.url),
};
