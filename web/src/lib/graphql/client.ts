import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { authExchange } from '@urql/exchange-auth';
import { retryExchange } from '@urql/exchange-retry';
import { accessToken, isAccessTokenFresh, refreshAccessToken } from '#lib/features/session/access-token.ts';
import { endSession } from '#lib/features/session/end.ts';
import { apiUrl } from './api-url.ts';
import { cache } from './cache.ts';
import { codeOf, isRetryable } from './errors.ts';
import { byIdentifier } from './by-identifier.ts';
import { forwardSubscription } from './forward-subscription.ts';
import { mutationsOutlivePage, outlivingWherePossible } from './outlive-page.ts';

const longestRequestMs = 15_000;

/** The graph, as the viewer sees it: normalised cache → token → retry → identifier → HTTP or WebSocket. */
export const graph = new Client({
  url: apiUrl('/graphql'),
  preferGetMethod: false,
  requestPolicy: 'cache-and-network',
  fetch: outlivingWherePossible(fetchInTime),
  exchanges: [
    cache,
    authExchange(async ({ appendHeaders }) => ({
      addAuthToOperation: (operation) =>
        appendHeaders(operation, { authorization: `Bearer ${accessToken() ?? ''}` }),
      willAuthError: ({ kind }) => kind !== 'subscription' && !isAccessTokenFresh(),
      didAuthError: (error) => codeOf(error) === 'UNAUTHENTICATED',
      refreshAuth: async () => {
        if ((await refreshAccessToken()) === 'ended') endSession();
      },
    })),
    retryExchange({
      initialDelayMs: 400,
      maxDelayMs: 4_000,
      maxNumberAttempts: 3,
      // What a person pressed is repeated by that person, or by the outbox, not behind their back.
      retryIf: (error, { kind, context }) =>
        kind === 'query' && isRetryable(error, context['acceptsPartsOf']),
    }),
    mutationsOutlivePage,
    byIdentifier,
    fetchExchange,
    subscriptionExchange({ forwardSubscription }),
  ],
});

/**
 * Nothing waits for ever on a connection that swallows requests. The answer is read to its end
 * here: the client aborts a request as soon as it has its result, and an answer that is still
 * being read then fails where nobody listens.
 */
async function fetchInTime(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const limit = AbortSignal.timeout(longestRequestMs);
  const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
  const response = await fetch(input, { ...init, signal });
  const { status, statusText, headers } = response;
  return new Response(await response.text(), { status, statusText, headers });
}
