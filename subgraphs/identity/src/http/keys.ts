import type { Route } from '@moim/kit/server/route.ts';
import { keyCacheMs, publishedKeys } from '../actions/signing-key.ts';

/** Public keys of the access tokens (RFC 7517), for the supergraph and for other verifiers. */
export const keysRoute: Route = {
  method: 'GET',
  path: '/auth/jwks.json',
  auth: 'public',
  handle: async ({ services }) => {
    const headers = { 'cache-control': `public, max-age=${keyCacheMs / 1_000}` };
    return Response.json(await publishedKeys(services), { headers });
  },
};
