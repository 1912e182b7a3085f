import type { Route } from '@moim/kit/server/route.ts';
import { logOut } from '../actions/log-out.ts';
import type { IdentitySettings } from '../settings.ts';
import { presentedToken } from './presented-token.ts';
import { noRefreshCookie } from './refresh-cookie.ts';

/** 204, also when the session was over already: there is nothing to learn here. */
export const logOutRoute = (settings: IdentitySettings): Route => ({
  method: 'POST',
  path: '/auth/log-out',
  auth: 'public',
  handle: async ({ request, services }) => {
    const { client, token } = await presentedToken(request, settings);
    if (token !== null) await logOut(services, token);
    const headers = new Headers({ 'cache-control': 'no-store' });
    if (client === 'browser') headers.append('set-cookie', noRefreshCookie);
    return new Response(null, { status: 204, headers });
  },
});
