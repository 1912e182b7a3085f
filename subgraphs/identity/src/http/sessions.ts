import { z } from 'zod';
import type { Route } from '@moim/kit/server/route.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { checkSessions } from '../actions/check-sessions.ts';
import { readJson, readShape } from './read-json.ts';

const body = z.strictObject({ ids: z.array(z.string()) });

/** A thousand ids. */
const maxBytes = 65_536;

/** For the supergraph: which sessions still live, and as whom. */
export const sessionsRoute: Route = {
  method: 'POST',
  path: '/internal/sessions',
  auth: 'service',
  handle: async ({ request, services }) =>
    Response.json(await answer(await readJson(request, body, maxBytes), services)),
  answerJson: (asked, services) => answer(readShape(asked, body), services),
};

const answer = async ({ ids }: z.output<typeof body>, services: Services) => ({
  sessions: await checkSessions(services, ids),
});
