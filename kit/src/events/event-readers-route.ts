import { InvalidInputError } from '../errors/domain-error.ts';
import type { Route } from '../server/route.ts';
import { confirmation, takeConfirmation } from './confirmation.ts';
import { eventReadersPath } from './event-page.ts';

/** Lets our other processes say how far they are with a subgraph's event log; part of every subgraph. */
export function eventReadersRoute(subgraph: string): Route {
  return {
    method: 'POST',
    path: eventReadersPath,
    auth: 'service',
    handle: async ({ request, services }) => {
      const told = confirmation.safeParse(await request.json().catch(() => null));
      if (!told.success) throw new InvalidInputError('body', 'This does not say how far a reader is.');
      const pruned = await takeConfirmation(services.db.write, subgraph, told.data);
      return Response.json({ prunedThrough: pruned });
    },
  };
}
