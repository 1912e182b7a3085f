import type { Subgraph } from '@moim/kit/server/subgraph.ts';
import { Context } from './graphql/context.ts';
import { schema } from './graphql/schema.ts';
import { type MessagingSettings, readSettings } from './settings.ts';
import { inboxFanOut } from './triggers/inbox-fan-out.ts';
import { jobs } from './triggers/jobs.ts';
import { membershipProjection } from './triggers/membership-projection.ts';
import { tidings } from './triggers/tidings.ts';

/** Chat rooms, their timelines, and one inbox a member. */
const createMessaging = (settings: MessagingSettings): Subgraph<Context> => ({
  name: 'messaging',
  schema,
  context: (services, identity) => new Context(services, identity, settings),
  routes: [],
  triggers: { consumers: [membershipProjection, inboxFanOut, ...tidings], jobs },
  migrations: new URL('../migrations/', import.meta.url),
});

export const messaging: Subgraph<Context> = createMessaging(readSettings());
