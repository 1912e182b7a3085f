import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { maxUnsentBytesInAll, maxUnsentBytesOfOne } from '../limits/operation-limits.ts';
import { Slots } from './slots.ts';

/** What clients may leave untaken, in bytes. */
export interface UnsentBounds {
  readonly ofOne: number;
  readonly inAll: number;
}

const defaultBounds: UnsentBounds = { ofOne: maxUnsentBytesOfOne, inAll: maxUnsentBytesInAll };
const lookEveryMs = 250;
/**
 * Upgraded connections are looked at in so many parts, one at each look: ten thousand are open and seldom leave anything,
 * and what one leaves is told to it only when it has taken what was before.
 */
const parts = 4;

/**
 * Cuts connections whose clients do not take what they asked for, over whichever transport: each answer is bounded,
 * and any number of them could be waiting. First whoever is beyond the bound of one; when all together are too much,
 * those who leave most until half of it is left.
 *
 * @returns how to stop looking
 */
export function cutUnsent(server: Server, { ofOne, inAll }: UnsentBounds = defaultBounds): () => void {
  const plain = new Set<Socket>();
  const upgraded = new Slots<Socket>(parts);
  const leftInPart = Array.from({ length: parts }, () => 0);
  server.on('connection', (socket: Socket) => {
    plain.add(socket);
    socket.once('close', () => plain.delete(socket) || upgraded.delete(socket));
  });
  server.on('upgrade', ({ socket }: IncomingMessage) => {
    if (plain.delete(socket)) upgraded.add(socket);
  });
  const look = () => {
    const [some, part] = upgraded.next();
    leftInPart[part] = cutBeyond(some, ofOne);
    const unsent = leftInPart.reduce((sum, left) => sum + left, cutBeyond(plain, ofOne));
    if (unsent > inAll) lookAtAll();
  };
  /** What a part left is up to three looks old, so it only says when to count: nobody is cut for what was taken since. */
  const lookAtAll = () => {
    const open = [...plain, ...upgraded.items];
    const unsent = leftBy(open);
    if (unsent > inAll) cutFullest(open, unsent - inAll / 2);
    upgraded.parts.forEach((sockets, part) => (leftInPart[part] = leftBy(sockets)));
  };
  const timer = setInterval(look, lookEveryMs).unref();
  return () => clearInterval(timer);
}

/** @returns bytes that the others leave untaken */
function cutBeyond(sockets: ReadonlySet<Socket>, bytes: number): number {
  let left = 0;
  for (const socket of sockets)
    if (socket.writableLength > bytes) socket.destroy();
    else left += socket.writableLength;
  return left;
}

/** Whoever was just cut leaves nothing any more, though it is not closed yet. */
function leftBy(sockets: Iterable<Socket>): number {
  let left = 0;
  for (const { destroyed, writableLength } of sockets) if (!destroyed) left += writableLength;
  return left;
}

function cutFullest(open: readonly Socket[], bytes: number): void {
  let cut = 0;
  const fullestFirst = open
    .filter(({ destroyed }) => !destroyed)
    .sort((one, other) => other.writableLength - one.writableLength);
  for (const socket of fullestFirst) {
    if (cut >= bytes) return;
    cut += socket.writableLength;
    socket.destroy();
  }
}
