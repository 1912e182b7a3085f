import { CloseCode, createClient, MessageType } from 'graphql-ws';
import {
  accessToken,
  isAccessTokenFresh,
  onAccessToken,
  refreshAccessToken,
} from '#lib/features/session/access-token.ts';
import { endSession } from '#lib/features/session/end.ts';
import { socketUrl } from './api-url.ts';
import { connection } from './connection.svelte.ts';

/** A connection that answers no ping for this long is dead, even if the socket looks open. */
const pongTimeoutMs = 5_000;
const longestWaitMs = 8_000;

let pongTimer: ReturnType<typeof setTimeout> | undefined;
let open: WebSocket | null = null;

/** The one WebSocket of this tab. It reconnects for ever; who resumes where is the subscriber's business. */
export const socket = createClient({
  url: () => socketUrl('/graphql'),
  connectionParams: async () => {
    if (!isAccessTokenFresh()) await refreshAccessToken();
    return { authorization: `Bearer ${accessToken() ?? ''}` };
  },
  keepAlive: 10_000,
  // Going from room to room ends one subscription and begins another: the socket stays.
  lazyCloseTimeout: 5_000,
  connectionAckWaitTimeout: 10_000,
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: waitToReconnect,
  on: {
    connected: (connected) => {
      open = connected instanceof WebSocket ? connected : null;
      connection.opened();
    },
    closed: (event) => {
      open = null;
      clearTimeout(pongTimer);
      connection.closed();
      if (event instanceof CloseEvent && event.code === CloseCode.Forbidden) void askWhetherEnded();
    },
    ping: (isReceived) => {
      if (!isReceived) pongTimer = setTimeout(() => socket.terminate(), pongTimeoutMs);
    },
    pong: (isReceived) => {
      if (isReceived) clearTimeout(pongTimer);
    },
  },
});

/** The server lets this token in no more, although it has not expired: is the session over? */
async function askWhetherEnded(): Promise<void> {
  if ((await refreshAccessToken()) === 'ended') endSession();
}

/** Longer after each attempt, with jitter so that not all come back at once, at once when the network returns. */
async function waitToReconnect(attempt: number): Promise<void> {
  const waitMs = Math.min(300 * 2 ** attempt, longestWaitMs) * (0.5 + Math.random());
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, waitMs);
    window.addEventListener('online', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

// The browser knows at once; the ping would take seconds to find out.
window.addEventListener('offline', () => socket.terminate());

// The server keeps a socket for as long as its token lives; a ping with the next one renews it.
onAccessToken((token) => {
  const payload = { authorization: `Bearer ${token}` };
  if (open?.readyState === WebSocket.OPEN) open.send(JSON.stringify({ type: MessageType.Ping, payload }));
});
