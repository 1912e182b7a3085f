import { randomBytes } from 'node:crypto';
import { CloseCode, type Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { maxFramesBetweenPings, maxUnsentBytes } from '../limits/operation-limits.ts';

/** What the protocol's handlers know of a connection. */
export interface SocketExtra {
  readonly socket: WebSocket;
  /** Where it comes from, as far as we believe it; the request itself would stay in memory with the socket. */
  readonly address: string;
}

/** Milliseconds for a close frame to arrive. */
const toldWithinMs = 100;
/** RFC 6455 §7.4.1; the protocol's own codes say nothing of it. */
const policyViolation = 1008;

/**
 * One socket of a client under the library's protocol. The library's own adapter answers a message that only
 * servers send with 4500 and writes about it on the terminal, as about every error of a socket: whatever a
 * client does is its own doing, and no reason to write anything.
 *
 * @param pingEveryMs - between pings; a client that has not answered one by the next is gone
 */
export function serveSocket(protocol: Server<SocketExtra>, extra: SocketExtra, pingEveryMs: number): void {
  const { socket } = extra;
  socket.on('error', () => endUnread(socket)); // its close follows, and that is what counts
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

/** Closes the socket of who goes too far; the rest of what they sent is not read. */
export function closeUnread(socket: WebSocket, reason: string): void {
  socket.close(policyViolation, reason);
  endUnread(socket);
}

/** A client that broke the rules is told by the close frame; the rest of what it sends is not read. */
function endUnread(socket: WebSocket): void {
  process.nextTick(() => socket.pause()); // the library goes on reading in this tick
  setTimeout(() => socket.terminate(), toldWithinMs).unref();
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

/**
 * Pings with something new each time: a client that reads nothing cannot answer it. Frames of any kind are counted
 * from one ping to the next, and each is answered somehow: who sends without reading has the answers kept for him.
 */
function keepAlive(socket: WebSocket, everyMs: number): () => void {
  let awaited: Buffer | null = null;
  let frames = 0;
  const count = () => {
    frames += 1;
    if (frames === maxFramesBetweenPings + 1) closeUnread(socket, 'Too many messages');
    if (socket.bufferedAmount > maxUnsentBytes) socket.terminate();
  };
  socket.on('message', count).on('ping', count);
  socket.on('pong', (data: Buffer) => {
    count();
    if (awaited?.equals(data)) awaited = null;
  });
  const timer = setInterval(() => {
    if (awaited !== null) return socket.terminate();
    awaited = randomBytes(8);
    frames = 0;
    socket.ping(awaited);
  }, everyMs);
  return () => clearInterval(timer);
}
