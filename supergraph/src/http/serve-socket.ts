import { CloseCode, type Server } from 'graphql-ws';
import type { WebSocket } from 'ws';

/** What the protocol's handlers know of a connection. */
export interface SocketExtra {
  readonly socket: WebSocket;
  /** Where it comes from, as far as we believe it; the request itself would stay in memory with the socket. */
  readonly address: string;
}

/**
 * One socket of a client under the library's protocol. The library's own adapter answers a message that only
 * servers send with 4500 and writes about it on the terminal, as about every error of a socket: whatever a
 * client does is its own doing, and no reason to write anything.
 *
 * @param pingEveryMs - between pings; a client that has not answered one by the next is gone
 */
export function serveSocket(protocol: Server<SocketExtra>, extra: SocketExtra, pingEveryMs: number): void {
  const { socket } = extra;
  socket.on('error', () => undefined); // its close follows, and that is what counts
  const stopPinging = keepAlive(socket, pingEveryMs);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) => send(socket, data),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) =>
        socket.on('message', (data: Buffer) => {
          if (socket.readyState !== socket.OPEN) return; // what came on its way out
          take(data.toString('utf8')).catch((error: unknown) => closeAfter(socket, error));
        }),
    },
    extra,
  );
  socket.once('close', (code, reason) => {
    stopPinging();
    void closed(code, reason.toString('utf8'));
  });
}

/** Resolves when the network has taken it: no next result is asked for before. */
export function send(socket: WebSocket, data: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) resolve();
    else socket.send(data, (error) => (error ? reject(error) : resolve()));
  });
}

/** PROTOCOL.md: a message of a type that a client may not send closes with 4400. */
function closeAfter(socket: WebSocket, error: unknown): void {
  const isUnexpected = error instanceof Error && error.message.startsWith('Unexpected message of type ');
  if (isUnexpected) socket.close(CloseCode.BadRequest, 'Invalid message received');
  else socket.close(CloseCode.InternalServerError, 'Internal server error');
}

function keepAlive(socket: WebSocket, everyMs: number): () => void {
  let isAnswered = true;
  socket.on('pong', () => (isAnswered = true));
  const timer = setInterval(() => {
    if (isAnswered) socket.ping();
    else socket.terminate();
    isAnswered = false;
  }, everyMs);
  return () => clearInterval(timer);
}
