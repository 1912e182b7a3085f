import { createServer, type Server } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cutUnsent } from './cut-unsent.ts';

const lookMs = 250;
/** Upgraded connections are looked at in four parts: so many looks see all of them. */
const round = 4 * lookMs;

let server: Server;
let stop: () => void = () => undefined;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  server = createServer().removeAllListeners('connection');
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** A connection whose client leaves as many bytes as the test says. */
function open(leaves: number, kind: 'plain' | 'upgraded' = 'upgraded') {
  const socket = new Socket();
  const left = { bytes: leaves };
  Object.defineProperty(socket, 'writableLength', { get: () => left.bytes });
  server.emit('connection', socket);
  if (kind === 'upgraded') server.emit('upgrade', { socket });
  return { left, isOpen: () => !socket.destroyed };
}

const countOpen = (clients: readonly { isOpen: () => boolean }[]) =>
  clients.filter(({ isOpen }) => isOpen()).length;

it('cuts nobody for what has been taken since it was seen', () => {
  stop = cutUnsent(server, { ofOne: Infinity, inAll: 100 });
  const clients = Array.from({ length: 4 }, () => open(0));
  // Each leaves something only while its part is looked at: together never more than one may.
  for (const { left } of [...clients.slice(1), ...clients.slice(0, 1), ...clients]) {
    left.bytes = 60;
    vi.advanceTimersByTime(lookMs);
    left.bytes = 0;
  }
  expect(countOpen(clients)).toBe(4);
});

it.each(['plain', 'upgraded'] as const)(
  'cuts %s ones until half is left, and no more later',
  async (kind) => {
    stop = cutUnsent(server, { ofOne: Infinity, inAll: 100 });
    const clients = Array.from({ length: 8 }, () => open(20, kind));
    for (let rounds = 0; rounds < 3; rounds += 1) await vi.advanceTimersByTimeAsync(round);
    expect(countOpen(clients)).toBe(2);
  },
);

it('counts whoever was cut for their own for none of all', () => {
  stop = cutUnsent(server, { ofOne: 100, inAll: 100 });
  const [large, ...small] = [open(500, 'plain'), ...[40, 30, 20, 20].map((bytes) => open(bytes, 'plain'))];
  vi.advanceTimersByTime(lookMs);
  expect([large?.isOpen(), countOpen(small)]).toEqual([false, 2]);
});
