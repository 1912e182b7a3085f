import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { maxUnsentBytesInAll, maxUnsentBytesOfOne } from '../limits/operation-limits.ts';

/** What clients may leave untaken, in bytes. */
export interface UnsentBounds {
  readonly ofOne: number;
  readonly inAll: number;
}

const defaultBounds: UnsentBounds = { ofOne: maxUnsentBytesOfOne, inAll: maxUnsentBytesInAll };
const lookEveryMs = 250;

/**
 * Cuts connections whose clients do not take what they asked for, over whichever transport: each answer is bounded,
 * and any number of them could be waiting. First whoever is beyond the bound of one; when all together are too much,
 * those who leave most until half of it is left.
 *
 * @returns how to stop looking
 */
export function cutUnsent(server: Server, { ofOne, inAll }: UnsentBounds = defaultBounds): () => void {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const look = () => {
    let unsent = 0;
    for (const socket of open)
      if (socket.writableLength > ofOne) socket.destroy();
      else unsent += socket.writableLength;
    if (unsent > inAll) cutFullest(open, unsent - inAll / 2);
  };
  const timer = setInterval(look, lookEveryMs).unref();
  return () => clearInterval(timer);
}

function cutFullest(open: ReadonlySet<Socket>, bytes: number): void {
  let cut = 0;
  const fullestFirst = [...open].sort((one, other) => other.writableLength - one.writableLength);
  for (const socket of fullestFirst) {
    if (cut >= bytes) return;
    cut += socket.writableLength;
    socket.destroy();
  }
}
