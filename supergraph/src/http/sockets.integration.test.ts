import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient as createSseClient } from 'graphql-sse';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { maxOperationsPerSocket } from '../limits/operation-limits.ts';
import { listen, socketClient } from '../testing/clients.ts';
import { type Fixture, startFixture } from '../testing/fixture.ts';

const roomEvents = `subscription ($after: Int) { roomEvents(roomId: "r1", afterSeq: $after) { seq post { text author { name } } } }`;
const message = z.looseObject({ type: z.string(), payload: z.unknown().optional() });

let graph: Fixture;
const opened: WebSocket[] = [];
beforeEach(async () => {
  graph = await startFixture('in-process', { recheckEveryMs: 200 });
});
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.terminate();
  await graph.close();
});

/** A socket that speaks the protocol by hand. */
function raw(options: { readonly path?: string; readonly origin?: string; readonly protocol?: string } = {}) {
  const { path = '/graphql', origin, protocol = 'graphql-transport-ws' } = options;
  const socket = new WebSocket(
    `${graph.url.replace('http', 'ws')}${path}`,
    protocol,
    origin ? { origin } : {},
  );
  opened.push(socket);
  const messages: z.output<typeof message>[] = [];
  socket.on('message', (data: Buffer) => messages.push(message.parse(JSON.parse(data.toString('utf8')))));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const isOpen = new Promise<void>((resolve) => socket.once('open', resolve));
  const send = (value: unknown) => socket.send(JSON.stringify(value));
  const init = async (payload?: object) => {
    await isOpen;
    send({ type: 'connection_init', ...(payload ? { payload } : {}) });
    await vi.waitFor(() => expect(messages[0]?.type).toBe('connection_ack'));
  };
  return { socket, isOpen, messages, closed, send, init };
}

describe('a client’s WebSocket', () => {
  it('that never says who it is, is closed after 3 s', async () => {
    expect(await raw().closed).toBe(4408);
  }, 6_000);

  it('that subscribes first is closed', async () => {
    const { isOpen, send, closed } = raw();
    await isOpen;
    send({ id: '1', type: 'subscribe', payload: { query: '{ __typename }' } });
    expect(await closed).toBe(4401);
  });

  it.each([['Bearer forged'], ['Basic YTpi'], [expiredToken]])(
    'that comes with a bad token is refused',
    async (token) => {
      const { socket, send, closed } = raw();
      await once(socket, 'open');
      const authorization = typeof token === 'string' ? token : await token();
      send({ type: 'connection_init', payload: { authorization } });
      expect(await closed).toBe(4403);
    },
  );

  it.each(['/nowhere', '/graphql'])('that is refused at %s may reset its connection', async (path) => {
    const { port, hostname } = new URL(graph.url);
    const head = `GET ${path} HTTP/1.1\r\nhost: x\r\norigin: http://evil.example\r\nconnection: upgrade\r\n`;
    const client = connect(Number(port), hostname);
    client.write(`${head}upgrade: websocket\r\n\r\n`);
    expect(String(await once(client, 'data'))).toMatch(/^HTTP\/1\.1 40[34] /);
    client.resetAndDestroy();
    await sleep(50); // until the server has heard of it
    const { init, messages } = raw();
    await init();
    expect(messages).toEqual([{ type: 'connection_ack' }]);
  });

  it('may come from our own page only, and to one path', async () => {
    const refused = async (options: Parameters<typeof raw>[0]) => {
      const { socket } = raw(options);
      const [error]: unknown[] = await once(socket, 'error');
      return String(error);
    };
    expect(await refused({ origin: 'https://evil.example' })).toContain('403');
    expect(await refused({ path: '/other' })).toContain('404');
    const own = raw({ origin: graph.url });
    await own.init();
  });

  it('is closed for a message of more than 64 KB', async () => {
    const { init, send, closed } = raw();
    await init();
    send({ id: '1', type: 'subscribe', payload: { query: `# ${'x'.repeat(70_000)}` } });
    expect(await closed).toBe(1009);
  });

  it('holds so many operations and no more; the others go on', async () => {
    const { init, send, messages } = raw();
    await init({ authorization: await graph.authorization('ann') });
    for (let id = 0; id <= maxOperationsPerSocket; id += 1)
      send({ id: String(id), type: 'subscribe', payload: { query: roomEvents, variables: { after: 0 } } });
    await vi.waitFor(() => expect(messages.filter(({ type }) => type === 'error')).toHaveLength(1));
    expect(messages.find(({ type }) => type === 'error')).toMatchObject({
      id: String(maxOperationsPerSocket),
      payload: [{ extensions: { code: 'LIMIT_EXCEEDED' } }],
    });
    graph.rooms.post('r1', 'still here');
    await vi.waitFor(() =>
      expect(messages.filter(({ type }) => type === 'next')).toHaveLength(maxOperationsPerSocket),
    );
  });

  it('keeps its token when a ping offers another member’s, or none that is valid', async () => {
    const { init, send, messages } = raw();
    await init({ authorization: await graph.authorization('ann') });
    for (const authorization of ['Bearer forged', await graph.authorization('eve')])
      send({ type: 'ping', payload: { authorization } });
    await vi.waitFor(() => expect(messages.filter(({ type }) => type === 'pong')).toHaveLength(2));
    send({ id: '1', type: 'subscribe', payload: { query: '{ whoAmI }' } });
    await vi.waitFor(() => expect(messages.at(-1)).toMatchObject({ type: 'complete' }));
    expect(JSON.stringify(messages)).toContain('00000000000a');
  });

  it('that does not read is dropped, and costs the others nothing', async () => {
    const authorization = await graph.authorization('ann');
    const stalled = raw();
    await stalled.init({ authorization });
    stalled.send({ id: '1', type: 'subscribe', payload: { query: roomEvents, variables: { after: 0 } } });
    graph.rooms.post('r1', 'first');
    await vi.waitFor(() => expect(stalled.messages.at(-1)?.type).toBe('next'));
    stalled.socket.pause();

    const good = socketClient(graph.url, authorization);
    const listening = listen(good, roomEvents, { after: 1 });
    const text = 'x'.repeat(20_000);
    for (let index = 0; index < 1_000; index += 1) {
      graph.rooms.post('r1', text);
      if (index % 20 === 0) await sleep(5);
    }
    await vi.waitFor(() => expect(listening.results).toHaveLength(1_000), 15_000);
    stalled.socket.resume();
    await vi.waitFor(() => expect(stalled.messages.at(-1)?.type).toBe('error'), 15_000);
    expect(stalled.messages.at(-1)).toMatchObject({
      payload: [{ extensions: { code: 'SLOW_CONSUMER', retryable: true } }],
    });
    expect(stalled.messages.length).toBeLessThan(900);
    await good.dispose();
  }, 40_000);
});

describe('a server that stops', () => {
  it('tells its clients, and waits for none that has stopped reading', async () => {
    const [polite, stalled] = [raw(), raw()];
    for (const { init } of [polite, stalled]) await init();
    stalled.socket.pause();
    const started = performance.now();
    await graph.close();
    expect(await polite.closed).toBe(1012);
    // Without a limit of our own this takes 30 s.
    expect(performance.now() - started).toBeLessThan(10_000);
    graph = await startFixture('in-process');
  });

  it('lets what is being answered end', async () => {
    const answer = fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ slow(ms: 300) }' }),
    });
    await sleep(150);
    await graph.close();
    expect(await (await answer).json()).toEqual({ data: { slow: 300 } });
    graph = await startFixture('in-process');
  });

  it('lets what is being answered over a socket or as an event end', async () => {
    const client = socketClient(graph.url);
    const listening = listen(client, '{ slow(ms: 300) }');
    const events = fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: '{ slow(ms: 301) }' }),
    });
    await sleep(150);
    await graph.close();
    expect(listening.results).toEqual([{ data: { slow: 300 } }]);
    expect(await (await events).text()).toContain('{"data":{"slow":301}}');
    await client.dispose();
    graph = await startFixture('in-process');
  });
});

describe('server-sent events', () => {
  const stream = async (query: string, authorization: string | null, signal?: AbortSignal) =>
    fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        ...(authorization ? { authorization } : {}),
      },
      body: JSON.stringify({ query, variables: { after: 0 } }),
      ...(signal ? { signal } : {}),
    });

  it('carry a subscription to a standard client, and end it at the subgraph when the client goes', async () => {
    const client = createSseClient({
      url: `${graph.url}/graphql`,
      headers: { authorization: await graph.authorization('ann') },
      retryAttempts: 0,
    });
    const results: unknown[] = [];
    const stop = client.subscribe(
      { query: 'subscription { notes(afterSeq: 0) { seq text } }' },
      { next: (result) => results.push(result), error: () => undefined, complete: () => undefined },
    );
    await vi.waitFor(() => expect(graph.rooms.open).toBe(1));
    graph.rooms.post('notes', 'one');
    await vi.waitFor(() => expect(results).toEqual([{ data: { notes: { seq: 1, text: 'one' } } }]));
    stop();
    await vi.waitFor(() => expect(graph.rooms.open).toBe(0));
    client.dispose();
  });

  it('end with an error event for whom the guard refuses', async () => {
    const response = await stream(roomEvents, await graph.authorization('eve'));
    const text = await response.text();
    expect(text).toContain('"code":"NOT_FOUND"');
    expect(text.endsWith('event: complete\ndata:\n\n')).toBe(true);
  });

  it('end when the session ends', async () => {
    const response = await stream(roomEvents, await graph.authorization('bob'));
    graph.endSession('bob');
    expect(await response.text()).toContain('"code":"UNAUTHENTICATED"');
  });

  it('do not begin with a bad token', async () => {
    expect((await stream(roomEvents, 'Bearer forged')).status).toBe(401);
  });

  it('execute no mutation by GET', async () => {
    const query = encodeURIComponent('mutation { post(roomId: "r1", text: "x") { seq } }');
    const response = await fetch(`${graph.url}/graphql?query=${query}`, {
      headers: { accept: 'text/event-stream', authorization: await graph.authorization('ann') },
    });
    expect(await response.text()).toContain('BAD_USER_INPUT');
    expect(graph.rooms.post('r1', 'the first')).toBe(1);
  });
});

function expiredToken(): Promise<string> {
  return graph.authorization('ann', -10_000);
}
