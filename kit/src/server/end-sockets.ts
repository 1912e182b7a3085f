import { setTimeout as delay } from 'node:timers/promises';
import type { WebSocket } from 'ws';

/** RFC 6455: Service Restart. Clients connect again and resume; a `complete` would end their streams for good. */
const serviceRestart = 1012;
/** Milliseconds that a client is given to answer the close. */
const answerWithinMs = 1_000;

/** Closes sockets evenly spread over a time, so that not all come back at once; cuts those that do not answer. */
export async function endSockets(sockets: Iterable<WebSocket>, spreadMs: number): Promise<void> {
  const open = [...sockets];
  const gapMs = open.length > 1 ? spreadMs / open.length : 0;
  await Promise.all(open.map((socket, index) => endSocket(socket, index * gapMs)));
}

async function endSocket(socket: WebSocket, waitMs: number): Promise<void> {
  await delay(waitMs);
  if (socket.readyState === socket.CLOSED) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.once('close', () => resolve());
  const cutting = setTimeout(() => socket.terminate(), answerWithinMs);
  socket.close(serviceRestart, 'Service Restart');
  await promise;
  clearTimeout(cutting);
}
