import type { Subgraph } from '@moim/kit/server/subgraph.ts';
import { Context } from './graphql/context.ts';
import { schema } from './graphql/schema.ts';
import { routes } from './http/routes.ts';
import { jobs } from './triggers/jobs.ts';
import { membershipProjection } from './triggers/membership-projection.ts';
import { planEntries } from './triggers/plan-entries.ts';

/** Calendars, events, meeting rooms and reminders. */
export const calendar: Subgraph<Context> = {
  name: 'calendar',
  schema,
  context: (services, identity) => new Context(services, identity),
  routes,
  triggers: { consumers: [membershipProjection, planEntries], jobs },
  migrations: new URL('../migrations/', import.meta.url),
};
