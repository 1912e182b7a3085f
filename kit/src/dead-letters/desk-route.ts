import { z } from 'zod';
import type { Viewer } from '../auth/viewer.ts';
import { ForbiddenError, InvalidInputError } from '../errors/domain-error.ts';
import type { Route } from '../server/route.ts';
import { type DeadLetterDesk, letterStates, maxDecided, maxLetters } from './desk.ts';
import { localDesk } from './local-desk.ts';

export const deskPath = '/internal/dead-letters';

const key = z.strictObject({ group: z.string().min(1).max(100), eventId: z.uuid() });
const cursor = z.object({ ...key.shape, firstSeenAt: z.coerce.date() });

/** What may be asked of a desk, `POST /internal/dead-letters`. */
const deskRequest = z.discriminatedUnion('ask', [
  z.strictObject({
    ask: z.literal('list'),
    state: z.enum(letterStates),
    limit: z.int().min(1).max(maxLetters),
    after: cursor.nullable(),
  }),
  z.strictObject({ ask: z.literal('count') }),
  z.strictObject({ ask: z.literal('reprocess'), keys: z.array(key).max(maxDecided) }),
  z.strictObject({ ask: z.literal('discard'), key, reason: z.string().min(1).max(500) }),
]);

export type DeskRequest = z.input<typeof deskRequest>;

/** Lets our other processes ask the desk of a subgraph, for an operator; part of every subgraph. */
export function deskRoute(subgraph: string): Route {
  return {
    method: 'POST',
    path: deskPath,
    auth: 'service',
    handle: async ({ request, identity: { viewer }, services }) => {
      if (!viewer) throw new ForbiddenError('This is answered to an operator only.');
      const asked = deskRequest.safeParse(await request.json().catch(() => null));
      if (!asked.success) throw new InvalidInputError('body', 'This is nothing that a desk can be asked.');
      return Response.json(await answer(localDesk(subgraph, services), viewer, asked.data));
    },
  };
}

function answer(desk: DeadLetterDesk, operator: Viewer, asked: z.output<typeof deskRequest>) {
  switch (asked.ask) {
    case 'list':
      return desk.list(operator, asked);
    case 'count':
      return desk.count(operator);
    case 'reprocess':
      return desk.reprocess(operator, asked.keys);
    case 'discard':
      return desk.discard(operator, asked.key, asked.reason);
  }
}
