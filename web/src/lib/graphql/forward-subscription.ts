import type { SubscriptionForwarder } from '@urql/core';
import { socket } from './socket.ts';

/** graphql-ws sends the request anew after a cut: the getter makes it carry the cursor of that moment. */
export const forwardSubscription: SubscriptionForwarder = (request, { context }) => ({
  subscribe: (sink) => ({
    unsubscribe: socket.subscribe(
      {
        query: request.query ?? '', // the protocol wants one, also beside an identifier
        ...(request.documentId && { documentId: request.documentId }),
        get variables() {
          return context['resume']?.() ?? request.variables;
        },
      },
      {
        next: (result) => sink.next(result as Parameters<typeof sink.next>[0]),
        error: (error) => sink.error(error instanceof CloseEvent ? new Error(String(error.code)) : error),
        complete: () => {
          context['onComplete']?.();
          sink.complete();
        },
      },
    ),
  }),
});
