import type { Route, RouteRequest } from '@moim/kit/server/route.ts';
import { errorResponse } from '@moim/kit/server/route-table.ts';
import { RateLimitedError } from '../domain/rate-limited-error.ts';

/** Adds `Retry-After`, in seconds, to a refusal for too many attempts. */
export const sayingWhenToRetry =
  (handle: Route['handle']): Route['handle'] =>
  async (incoming: RouteRequest) => {
    try {
      return await handle(incoming);
    } catch (error) {
      if (!(error instanceof RateLimitedError)) throw error;
      const response = errorResponse(error, incoming.identity.requestId, incoming.services);
      response.headers.set('retry-after', String(error.retryAfterSeconds));
      return response;
    }
  };
