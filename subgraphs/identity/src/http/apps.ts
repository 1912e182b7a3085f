import { z } from 'zod';
import type { Route } from '@moim/kit/server/route.ts';
import { checkApps } from '../actions/check-apps.ts';
import { readJson } from './read-json.ts';

const body = z.strictObject({ ids: z.array(z.string()) });

/** A thousand ids. */
const maxBytes = 65_536;

/** For the supergraph: which apps still live. */
export const appsRoute: Route = {
  method: 'POST',
  path: '/internal/apps',
  auth: 'service',
  handle: async ({ request, services }) => {
    const { ids } = await readJson(request, body, maxBytes);
    return Response.json({ live: await checkApps(services, ids) });
  },
};
