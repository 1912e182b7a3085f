import type { Route } from '../server/route.ts';
import type { Services } from '../server/services.ts';
import { eventHeadsPath, eventLogPath, readEventsQuery } from './event-page.ts';
import { localEventSource } from './local-event-source.ts';
import { readLogHeads } from './read-event-log.ts';
import type { EventSource } from './source.ts';

type OpenSource = (subgraph: string, services: Services) => EventSource;

/** Lets our other processes read a subgraph's event log by long poll; part of every subgraph. */
export function eventLogRoute(subgraph: string, openSource: OpenSource = localEventSource): Route {
  const sources = new WeakMap<Services, EventSource>();
  return {
    method: 'GET',
    path: eventLogPath,
    auth: 'service',
    async handle({ request, services }) {
      const query = readEventsQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
      if (!query.success)
        return Response.json({ code: 'BAD_USER_INPUT', message: query.error.message }, { status: 400 });
      const source = sources.get(services) ?? openSource(subgraph, services);
      sources.set(services, source);
      return Response.json({ events: await source.read({ ...query.data, signal: request.signal }) });
    },
  };
}

/** Lets them see how far the log has got; part of every subgraph. */
export function eventHeadsRoute(subgraph: string): Route {
  return {
    method: 'GET',
    path: eventHeadsPath,
    auth: 'service',
    handle: async ({ services }) => Response.json({ heads: await readLogHeads(services.db.write, subgraph) }),
  };
}
