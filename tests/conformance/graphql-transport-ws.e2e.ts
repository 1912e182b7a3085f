import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Fixture, startFixture } from '@moim/supergraph/testing/fixture.ts';
import { openRawSocket, type RawSocket } from './raw-socket.ts';

/**
 * https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md, sentence by sentence, over real sockets: every
 * close code, every transition that is not allowed, and what must not close a socket.
 */
const query = '{ people { name } }';
const endless = 'subscription { ticks }';
const payload = { query };

let graph: Fixture;
const opened: RawSocket[] = [];
beforeAll(async () => {
  graph = await startFixture('in-process');
});
afterEach(() => opened.splice(0).forEach(({ socket }) => socket.terminate()));
afterAll(() => graph.close());

async function open(...[protocols]: [protocols?: string[] | null]): Promise<RawSocket> {
  const socket = await openRawSocket(graph.url, protocols);
  opened.push(socket);
  return socket;
}

async function openAcknowledged(): Promise<RawSocket> {
  const socket = await open();
  await socket.init();
  return socket;
}

/** A ping is answered in order: when its pong is there, everything before it has been taken in. */
async function settled(socket: RawSocket): Promise<void> {
  const before = socket.messages.filter(({ type }) => type === 'pong').length;
  socket.send({ type: 'ping' });
  await socket.until((all) => all.filter(({ type }) => type === 'pong').length > before);
}

const typesOf = ({ messages }: RawSocket, id: string): string[] =>
  messages.filter((message) => message.id === id).map(({ type }) => type);

describe('the subprotocol', () => {
  it('must be offered: 4406 without', async () => {
    expect(await (await open(null)).closed).toBe(4406);
  });

  it('is chosen among those that are offered', async () => {
    const { socket } = await open(['graphql-ws', 'graphql-transport-ws']);
    expect(socket.protocol).toBe('graphql-transport-ws');
  });

  it('is not that of others: the handshake names none', async () => {
    const socket = new WebSocket(`${graph.url.replace('http', 'ws')}/graphql`, 'graphql-ws');
    const [error]: unknown[] = await once(socket, 'error');
    expect(String(error)).toContain('no subprotocol');
  });
});

describe('before the acknowledgement', () => {
  it('4408: nobody says who he is for three seconds', async () => {
    const socket = await open();
    socket.send({ type: 'ping' }); // is no connection_init
    expect(await socket.closed).toBe(4408);
  });

  it('4401: a subscribe', async () => {
    const socket = await open();
    socket.subscribe('1', query);
    expect(await socket.closed).toBe(4401);
    expect(socket.messages).toEqual([]);
  });

  it('4401: a subscribe between connection_init and its acknowledgement', async () => {
    const socket = await open();
    socket.send({ type: 'connection_init', payload: { authorization: await graph.authorization('ann') } });
    socket.subscribe('1', query);
    expect(await socket.closed).toBe(4401);
  });

  it('4403: whoever is not believed', async () => {
    const socket = await open();
    socket.send({ type: 'connection_init', payload: { authorization: 'Bearer forged' } });
    expect(await socket.closed).toBe(4403);
    expect(socket.messages).toEqual([]);
  });

  it('4429: two connection_init at once', async () => {
    const socket = await open();
    for (let times = 0; times < 2; times += 1) socket.send({ type: 'connection_init' });
    expect(await socket.closed).toBe(4429);
  });

  it('pings are answered', async () => {
    await settled(await open());
  });
});

describe('4400: what is no message of a client', () => {
  it.each<[string, unknown]>([
    ['no object', [1]],
    ['null', null],
    ['without a type', {}],
    ['a type that is no string', { type: 7 }],
    ['a type of the older protocol', { type: 'start', id: '1', payload }],
    ['connection_ack, which is the server’s', { type: 'connection_ack' }],
    ['next, which is the server’s', { type: 'next', id: '1', payload: { data: {} } }],
    ['error, which is the server’s', { type: 'error', id: '1', payload: [{ message: 'x' }] }],
    ['connection_init with a payload that is no object', { type: 'connection_init', payload: 'x' }],
    ['ping with a payload that is no object', { type: 'ping', payload: 'x' }],
    ['pong with a payload that is no object', { type: 'pong', payload: 1 }],
    ['subscribe without an id', { type: 'subscribe', payload }],
    ['subscribe with an empty id', { type: 'subscribe', id: '', payload }],
    ['subscribe with an id that is a number', { type: 'subscribe', id: 1, payload }],
    ['subscribe without a payload', { type: 'subscribe', id: '1' }],
    ['subscribe with a query that is no string', { type: 'subscribe', id: '1', payload: { query: 1 } }],
    ['subscribe with variables of text', { type: 'subscribe', id: '1', payload: { query, variables: 'x' } }],
    [
      'subscribe with a name of no text',
      { type: 'subscribe', id: '1', payload: { query, operationName: 1 } },
    ],
    ['subscribe with extensions of text', { type: 'subscribe', id: '1', payload: { query, extensions: '' } }],
    ['complete without an id', { type: 'complete' }],
  ])('%s', async (_, value) => {
    const socket = await openAcknowledged();
    socket.send(value);
    expect(await socket.closed).toBe(4400);
  });

  it.each<[string, string | Buffer]>([
    ['text that is no JSON', '{"type":'],
    ['an empty frame', ''],
    ['bytes that are no text', Buffer.from([0, 1, 2, 0xff])],
  ])('%s', async (_, data) => {
    const socket = await openAcknowledged();
    socket.socket.send(data);
    expect(await socket.closed).toBe(4400);
  });
});

describe('what the transport itself closes', () => {
  it('1009: a frame of more than 64 KB', async () => {
    const socket = await openAcknowledged();
    socket.subscribe('1', `# ${'x'.repeat(70_000)}\n${query}`);
    expect(await socket.closed).toBe(1009);
  });

  it('1009: many frames of one message that together have more', async () => {
    const { socket, closed } = await openAcknowledged();
    for (let index = 0; index < 80; index += 1) socket.send('x'.repeat(1_000), { fin: false });
    expect(await closed).toBe(1009);
  });

  it('1007: text that is not UTF-8', async () => {
    const { socket, closed } = await openAcknowledged();
    socket.send(Buffer.from([0x22, 0xff, 0xfe, 0x22]), { binary: false });
    expect(await closed).toBe(1007);
  });
});

describe('an acknowledged socket', () => {
  it('4429: says who it is once', async () => {
    const socket = await openAcknowledged();
    socket.send({ type: 'connection_init' });
    expect(await socket.closed).toBe(4429);
  });

  it('4409: has one operation an id', async () => {
    const socket = await openAcknowledged();
    for (let times = 0; times < 2; times += 1) socket.subscribe('1', endless);
    expect(await socket.closed).toBe(4409);
  });

  it('answers a query with one next and one complete', async () => {
    const socket = await openAcknowledged();
    socket.subscribe('1', query);
    await socket.until((all) => all.at(-1)?.type === 'complete');
    expect(typesOf(socket, '1')).toEqual(['next', 'complete']);
  });

  it('keeps the results of its operations apart', async () => {
    const socket = await openAcknowledged();
    const ids = Array.from({ length: 20 }, (_, index) => `operation ${index}`);
    for (const id of ids) socket.subscribe(id, query);
    await socket.until((all) => all.filter(({ type }) => type === 'complete').length === ids.length);
    for (const id of ids) expect(typesOf(socket, id)).toEqual(['next', 'complete']);
  });

  it('ends an operation that cannot be run with one error, and goes on', async () => {
    const socket = await openAcknowledged();
    socket.subscribe('1', '{ nothing }');
    socket.subscribe('2', '{');
    socket.subscribe('3', 'query ($id: ID!) { person(id: $id) { id } }');
    await socket.until((all) => all.filter(({ type }) => type === 'error').length === 3);
    await settled(socket);
    for (const id of ['1', '2', '3']) expect(typesOf(socket, id)).toEqual(['error']);
  });

  it('takes an id again after its operation has ended, by complete or by error', async () => {
    const socket = await openAcknowledged();
    socket.subscribe('1', '{ nothing }');
    await socket.until((all) => all.at(-1)?.type === 'error');
    socket.subscribe('1', query);
    await socket.until((all) => all.at(-1)?.type === 'complete');
    socket.subscribe('1', query);
    await socket.until(() => typesOf(socket, '1').length === 5);
    expect(typesOf(socket, '1')).toEqual(['error', 'next', 'complete', 'next', 'complete']);
  });

  it('sends nothing more of an operation that the client completed, and ends it at the subgraph', async () => {
    const socket = await openAcknowledged();
    socket.subscribe('1', endless);
    await vi.waitFor(() => expect(graph.rooms.open).toBe(1));
    graph.rooms.post('ticks', 'one');
    await socket.until((all) => all.at(-1)?.type === 'next');
    socket.send({ type: 'complete', id: '1' });
    await vi.waitFor(() => expect(graph.rooms.open).toBe(0));
    graph.rooms.post('ticks', 'two');
    await settled(socket);
    expect(typesOf(socket, '1')).toEqual(['next']);
  });

  it('forgets an operation that was completed before it began', async () => {
    const socket = await openAcknowledged();
    socket.subscribe('1', endless);
    socket.send({ type: 'complete', id: '1' });
    await settled(socket);
    await sleep(50);
    await vi.waitFor(() => expect(graph.rooms.open).toBe(0));
    expect(typesOf(socket, '1')).toEqual([]);
  });

  it('minds neither a complete of what is not there nor a pong that nobody asked for', async () => {
    const socket = await openAcknowledged();
    socket.send({ type: 'complete', id: 'never there' });
    socket.send({ type: 'pong', payload: { any: 'thing' } });
    socket.send({ type: 'ping', payload: { any: 'thing' } });
    socket.subscribe('1', query);
    await socket.until((all) => all.at(-1)?.type === 'complete');
  });

  it('ends its operations at the subgraph when it closes', async () => {
    const socket = await openAcknowledged();
    for (const id of ['1', '2', '3']) socket.subscribe(id, endless);
    await vi.waitFor(() => expect(graph.rooms.open).toBe(3));
    socket.socket.close(1000);
    await vi.waitFor(() => expect(graph.rooms.open).toBe(0));
  });
});

type Step = 'init' | 'ping' | 'pong' | 'garbage' | `subscribe ${'a' | 'b'}` | `complete ${'a' | 'b'}`;
const steps: readonly Step[] = [
  'init',
  'ping',
  'pong',
  'garbage',
  'subscribe a',
  'subscribe b',
  'complete a',
  'complete b',
];

/** The whole protocol of a server in a few lines: the code of the close that a step causes, null for none. */
function createModel(): (step: Step) => number | null {
  let isAcknowledged = false;
  const open = new Set<string>();
  return (step) => {
    const [verb, id = ''] = step.split(' ');
    if (step === 'garbage') return 4400;
    if (step === 'init') {
      if (isAcknowledged) return 4429;
      isAcknowledged = true;
    }
    if (verb === 'subscribe') {
      if (!isAcknowledged) return 4401;
      if (open.has(id)) return 4409;
      open.add(id);
    }
    if (verb === 'complete') open.delete(id);
    return null;
  };
}

async function take(socket: RawSocket, step: Step): Promise<void> {
  const [verb = '', id = ''] = step.split(' ');
  if (step === 'init' && socket.messages.every(({ type }) => type !== 'connection_ack')) return socket.init();
  if (step === 'init') socket.send({ type: 'connection_init' });
  else if (step === 'garbage') socket.socket.send('?');
  else if (verb === 'subscribe') socket.subscribe(id, endless);
  else socket.send({ type: verb, ...(id && { id }) });
}

describe('any order of messages', () => {
  it('closes the socket at the first that is not allowed, with its code, and at no other', async () => {
    const orders = fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const socket = await openRawSocket(graph.url);
        const model = createModel();
        for (const step of order) {
          const code = model(step);
          await take(socket, step);
          if (code === null) continue;
          expect(await socket.closed).toBe(code);
          return;
        }
        await settled(socket);
        socket.socket.terminate();
      }),
      { numRuns: 150 },
    );
  });
});
