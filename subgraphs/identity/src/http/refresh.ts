import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Route, RouteRequest } from '@moim/kit/server/route.ts';
import { errorResponse } from '@moim/kit/server/route-table.ts';
import { refreshSession } from '../actions/refresh-session.ts';
import type { IdentitySettings } from '../settings.ts';
import { type PresentedToken, presentedToken } from './presented-token.ts';
import { noRefreshCookie } from './refresh-cookie.ts';
import { sessionResponse } from './session-response.ts';

/** 200 with the next tokens; 401 when the session is over, which also takes the cookie back. */
export const refreshRoute = (settings: IdentitySettings): Route => ({
  method: 'POST',
  path: '/auth/refresh',
  auth: 'public',
  handle: async (incoming) => {
    const presented = await presentedToken(incoming.request, settings);
    try {
      return await next(incoming, presented, settings.issuer);
    } catch (error) {
      if (!(error instanceof UnauthenticatedError) || presented.client === 'api') throw error;
      const response = errorResponse(error, incoming.identity.requestId, incoming.services);
      response.headers.append('set-cookie', noRefreshCookie);
      return response;
    }
  },
});

async function next({ services }: RouteRequest, { client, token }: PresentedToken, issuer: string) {
  if (token === null) throw new UnauthenticatedError();
  const tokens = await refreshSession(services, token);
  return sessionResponse(services, { tokens, client, issuer });
}
