import { z } from 'zod';
import type { Route } from '@moim/kit/server/route.ts';
import { checkSessions } from '../actions/check-sessions.ts';
import { readJson } from './read-json.ts';

const body = z.strictObject({ ids: z.array(z.string()) });

/** A thousand ids. */
const maxBytes = 65_536;

/** For the supergraph: which sessions still live, and as whom. */
export const sessionsRoute: Route = {
  method: 'POST',
  path: '/internal/sessions',
  auth: 'service',
  handle: async ({ request, services }) => {
    const { ids } = await readJson(request, body, maxBytes);
    return Response.json({ sessions: await checkSessions(services, ids) });
  },
};
