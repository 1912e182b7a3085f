import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cutUnsent } from './cut-unsent.ts';

const megabyte = 2 ** 20;
/** Much more than what a system keeps for a reader. */
const answerBytes = 32 * megabyte;

/** Together much more than one may leave, over four looks; each is less. */
const steadyChunks = Array.from({ length: 20 }, () => Buffer.alloc(megabyte / 4));

let server: Server;
let port: number;
let stop: () => void = () => undefined;
const clients: Socket[] = [];
beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url === '/steady') return void sendSteadily(response);
    response.end(request.url === '/large' ? Buffer.alloc(answerBytes) : 'small');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ({ port } = listeningAt(server.address()));
});
afterEach(async () => {
  stop();
  clients.splice(0).forEach((client) => client.destroy());
  server.close();
});

const listeningAt = (address: string | AddressInfo | null): AddressInfo => {
  if (address === null || typeof address === 'string') throw new TypeError('it does not listen on a port');
  return address;
};

/** Asks, and reads nothing. */
async function ask(headers = '', event = 'request'): Promise<Socket> {
  const client = connect(port, '127.0.0.1').on('error', () => undefined);
  clients.push(client);
  client.pause().write(`GET /large HTTP/1.1\r\nhost: x\r\n${headers}\r\n`);
  await once(server, event);
  return client;
}

const connections = () => new Promise((resolve) => server.getConnections((_, count) => resolve(count)));

it('whoever leaves more than one may is cut', async () => {
  stop = cutUnsent(server, { ofOne: megabyte, inAll: Infinity });
  await ask();
  await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 5_000 });
});

it('whoever leaves more than one may on an upgraded connection is cut, and nobody beside them', async () => {
  server.on('upgrade', ({ headers }, stream) => {
    stream.on('error', () => undefined);
    stream.write(headers.upgrade === 'much' ? Buffer.alloc(answerBytes) : 'little');
  });
  stop = cutUnsent(server, { ofOne: megabyte, inAll: Infinity });
  for (const upgrade of ['much', 'little', 'much', 'little', 'much'])
    await ask(`connection: upgrade\r\nupgrade: ${upgrade}\r\n`, 'upgrade');
  await vi.waitFor(async () => expect(await connections()).toBe(2), { timeout: 5_000 });
});

it('of those who leave too much together some are cut, and half of it is left', async () => {
  stop = cutUnsent(server, { ofOne: Infinity, inAll: 3 * answerBytes });
  for (let times = 0; times < 5; times += 1) await ask();
  await vi.waitFor(async () => expect(await connections()).toBeLessThanOrEqual(2), { timeout: 5_000 });
  expect(await connections()).toBeGreaterThan(0);
});

async function sendSteadily(response: ServerResponse): Promise<void> {
  for (const chunk of steadyChunks) {
    await sleep(50);
    response.write(chunk);
  }
  response.end();
}

it('whoever reads is not, while one who does not is', async () => {
  stop = cutUnsent(server, { ofOne: megabyte, inAll: Infinity });
  await ask();
  const response = await fetch(`http://127.0.0.1:${port}/steady`);
  expect((await response.arrayBuffer()).byteLength).toBe(5 * megabyte);
  expect(await connections()).toBeLessThan(2);
});
