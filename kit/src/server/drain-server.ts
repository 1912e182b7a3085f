import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds. */
export interface DrainLimits {
  /** For what is being answered, over HTTP and over sockets. */
  readonly httpMs: number;
  /** Over which WebSockets are closed. */
  readonly socketsMs: number;
}

/** Of a process that is told to end; below the hard stop at 25 s together with everything else. */
export const drainLimits: DrainLimits = { httpMs: 10_000, socketsMs: 5_000 };
/** For tests and for a person at the terminal. */
export const quickLimits: DrainLimits = { httpMs: 2_000, socketsMs: 0 };

const lookEveryMs = 20;
const requests = new WeakMap<Server, Set<ServerResponse>>();

/**
 * Counts what is being answered, for `drainServer`; once a server, before it listens.
 *
 * @param isLeaving - while true every answer ends its connection, so that no client is left with one
 *   that will be closed under its next request
 */
export function watchRequests(server: Server, isLeaving: () => boolean): void {
  const open = new Set<ServerResponse>();
  requests.set(server, open);
  server.prependListener('request', (_: IncomingMessage, response: ServerResponse) => {
    if (isLeaving()) response.setHeader('connection', 'close');
    open.add(response);
    response.on('close', () => open.delete(response));
  });
}

/** Streams of events never end by themselves. */
const isAnswering = (server: Server): boolean =>
  [...(requests.get(server) ?? [])].some(
    (response) => !String(response.getHeader('content-type')).startsWith('text/event-stream'),
  );

/**
 * Stops accepting, lets what is being answered end, then ends sockets, then cuts what is left.
 *
 * @param endStreams - is told over how many milliseconds to do so, and how many are left for what they still answer
 */
export async function drainServer(
  server: Server,
  { httpMs, socketsMs }: DrainLimits,
  endStreams: (spreadMs: number, leftMs: number) => Promise<void>,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const deadline = performance.now() + httpMs;
  while (isAnswering(server) && performance.now() < deadline) await delay(lookEveryMs);
  await endStreams(socketsMs, Math.max(0, deadline - performance.now()));
  server.closeAllConnections();
  await closed;
}
