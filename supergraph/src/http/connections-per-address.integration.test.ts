import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Fixture, startFixture } from '../testing/fixture.ts';

const most = 3;
let graph: Fixture;
const clients: Socket[] = [];
afterEach(async () => {
  clients.splice(0).forEach((client) => client.destroy());
  await graph.close();
});

async function start(trustedProxies: readonly string[] = []): Promise<void> {
  graph = await startFixture('in-process', { connectionsPerAddress: most, trustedProxies });
}

async function open(): Promise<Socket> {
  const { port, hostname } = new URL(graph.url);
  const client = connect(Number(port), hostname).on('error', () => undefined);
  clients.push(client);
  await once(client, 'connect');
  return client;
}

const get = (headers: Readonly<Record<string, string>> = {}, path = '/livez'): string =>
  [`GET ${path} HTTP/1.1`, 'host: x', ...Object.entries(headers).map((pair) => pair.join(': '))].join(
    '\r\n',
  ) + '\r\n\r\n';

/** What comes first. */
async function ask(client: Socket, text = get()): Promise<string> {
  client.write(text);
  const [data]: unknown[] = await once(client, 'data');
  return String(data);
}

const webSocket = {
  connection: 'upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-protocol': 'graphql-transport-ws',
};

describe('an address that has as many connections as it may', () => {
  it('is told so when it asks over another one, which ends, and may open one when one has gone', async () => {
    await start();
    const [first, second, third] = [await open(), await open(), await open()];
    expect(await ask(third)).toMatch(/^HTTP\/1\.1 200 /);
    const fourth = await open();
    const answer = await ask(fourth);
    expect(answer).toMatch(/^HTTP\/1\.1 429 .*connection: close/is);
    expect(answer).toContain('"code":"RATE_LIMITED"');
    expect(answer).toContain('retry-after: 5');
    await once(fourth, 'close');
    expect(await ask(first)).toMatch(/^HTTP\/1\.1 200 /);
    second.destroy();
    await vi.waitFor(async () => expect(await ask(await open())).toMatch(/^HTTP\/1\.1 200 /));
  });

  it('opens no WebSocket over another one either', async () => {
    await start();
    for (let times = 0; times < most; times += 1) await open();
    expect(await ask(await open(), get(webSocket, '/graphql'))).toMatch(/^HTTP\/1\.1 429 /);
  });

  it('has those that say nothing cut', async () => {
    await start();
    for (let times = 0; times < most; times += 1) await open();
    const silent = await open();
    silent.resume();
    await once(silent, 'close');
  }, 5_000);

  it('has no more of them waiting than it may have open', async () => {
    await start();
    const closed: string[] = [];
    const openNamed = async (name: string) =>
      (await open()).resume().once('close', () => void closed.push(name));
    for (let times = 0; times < 2 * most; times += 1) await openNamed('may be open, or wait');
    await openNamed('one more');
    await vi.waitFor(() => expect(closed[0]).toBe('one more'), 5_000);
  });
});

describe('a proxy whose word is believed', () => {
  const asking = (address: string) => get({ ...webSocket, 'x-forwarded-for': address }, '/graphql');

  it('may have any number, and each client behind it as many WebSockets as it may', async () => {
    await start(['127.0.0.1']);
    for (let times = 0; times < 2 * most; times += 1) expect(await ask(await open())).toMatch(/ 200 /);
    const answers: string[] = [];
    for (let times = 0; times <= most; times += 1)
      answers.push((await ask(await open(), asking('203.0.113.9'))).slice(9, 12));
    expect(answers).toEqual(['101', '101', '101', '429']);
    expect(await ask(await open(), asking('203.0.113.10'))).toMatch(/ 101 /);
  });

  it('a client that takes any address of its network is one', async () => {
    await start(['127.0.0.1']);
    const answers: string[] = [];
    for (let times = 0; times <= most; times += 1)
      answers.push((await ask(await open(), asking(`2001:db8::${times}`))).slice(9, 12));
    expect(answers).toEqual(['101', '101', '101', '429']);
  });
});
