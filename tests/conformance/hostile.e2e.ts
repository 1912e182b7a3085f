import { once } from 'node:events';
import { request } from 'node:http';
import { connect, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { maxOperationsPerSocket } from '@moim/supergraph/limits/operation-limits.ts';
import { connectInProcess } from '@moim/supergraph/execution/in-process-connection.ts';
import { createSupergraphServer, type SupergraphServer } from '@moim/supergraph/server.ts';
import { post } from '@moim/supergraph/testing/clients.ts';
import { createFixtureAccess } from '@moim/supergraph/testing/fixture-access.ts';
import { compose, type Fixture, host, silentLog, startFixture } from '@moim/supergraph/testing/fixture.ts';
import { bombs, bombSchemas, bombSdls } from './hostile/plan-bomb.ts';
import { hostileDocuments } from './hostile/documents.ts';
import { openRawSocket, type RawSocket } from './raw-socket.ts';

/** What is made to hurt is refused or bounded, and costs the next one nothing. */
let graph: Fixture;
let ann: { readonly authorization: string };
const opened: RawSocket[] = [];
beforeAll(async () => {
  graph = await startFixture('in-process');
  ann = { authorization: await graph.authorization('ann') };
});
afterEach(async () => {
  opened.splice(0).forEach(({ socket }) => socket.terminate());
  const { status, body } = await post(graph.url, '{ person(id: "ann") { name } }');
  expect([status, body.data]).toEqual([200, { person: { name: 'ANN' } }]);
});
afterAll(() => graph.close());

async function open(): Promise<RawSocket> {
  const socket = await openRawSocket(graph.url);
  opened.push(socket);
  await socket.init(ann);
  return socket;
}

const problem = z.object({ extensions: z.object({ code: z.string() }) });
const codesOf = (errors: unknown): string[] =>
  z
    .array(problem)
    .parse(errors)
    .map(({ extensions }) => extensions.code);

describe('a document', () => {
  beforeAll(() => (graph.people.entityRequests = 0));

  it.each(hostileDocuments.map((hostile) => [hostile.name, hostile] as const))(
    '%s is refused over HTTP',
    async (_, { query, code }) => {
      const { body } = await post(graph.url, query, { headers: ann });
      expect(new Set(codesOf(body.errors))).toEqual(new Set([code]));
      expect(body.data).toBeUndefined();
    },
  );

  it.each(
    hostileDocuments
      .filter(({ query }) => query.length < 60_000)
      .map((hostile) => [hostile.name, hostile] as const),
  )('%s is refused over WebSocket', async (_, { query, code }) => {
    const socket = await open();
    socket.subscribe('1', query);
    const [, answer] = await socket.until((all) => all.length === 2);
    expect(answer?.type).toBe('error');
    expect(new Set(codesOf(answer?.payload))).toEqual(new Set([code]));
  });

  it('that is refused is not worth a word of its schema to who is nobody', async () => {
    const { body } = await post(graph.url, '{ peopl { id } roo { id } }');
    expect(JSON.stringify(body)).not.toContain('Did you mean');
  });
});

describe('a plan bomb', () => {
  let server: SupergraphServer;
  let url: string;
  beforeAll(async () => {
    const { access } = await createFixtureAccess();
    server = await createSupergraphServer({
      supergraphSdl: compose(bombSdls),
      connections: bombSchemas.map(({ name, schema }) => connectInProcess(host(name, schema))),
      ...{ access, log: silentLog },
    });
    url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  });
  afterAll(() => server.close());

  describe.each(bombs)('of %s', (_, query) => {
    afterEach(async () => {
      expect((await post(url, '{ a b c }')).body).toEqual({ data: { a: 1, b: 1, c: 1 } });
    });

    it('is refused over HTTP, by the planner’s own limits', async () => {
      const { body } = await post(url, query);
      expect(codesOf(body.errors)).toEqual(['LIMIT_EXCEEDED']);
      expect(body.data).toBeUndefined();
    });

    it('is refused over server-sent events', async () => {
      const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
      const body = JSON.stringify({ query });
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
      expect(await response.text()).toContain('"code":"LIMIT_EXCEEDED"');
    });

    it('is refused over WebSocket', async () => {
      const socket = await openRawSocket(url);
      opened.push(socket);
      await socket.init({});
      socket.subscribe('1', query);
      const [, answer] = await socket.until((all) => all.length === 2);
      expect(JSON.stringify(answer?.payload)).toContain('"code":"LIMIT_EXCEEDED"');
    });
  });
});

describe('variables', () => {
  it('of 40,000 levels are refused or read, and nothing falls', async () => {
    const body = `{"query":"query ($id: ID!) { person(id: $id) { id } }","variables":{"id":${'['.repeat(40_000)}${']'.repeat(40_000)}}}`;
    const headers = { ...ann, 'content-type': 'application/json' };
    const response = await fetch(`${graph.url}/graphql`, { method: 'POST', headers, body });
    expect(response.ok && !(await response.text()).includes('errors')).toBe(false);
  });

  it('cannot reach a prototype', async () => {
    const body =
      '{"query":"query ($id: ID!) { person(id: $id) { id } }","variables":{"__proto__":{"id":"ann"}}}';
    const headers = { ...ann, 'content-type': 'application/json' };
    const response = await fetch(`${graph.url}/graphql`, { method: 'POST', headers, body });
    expect(JSON.stringify(await response.json())).toContain('"field":"id"');
    expect(Object.hasOwn(Object.prototype, 'id')).toBe(false);
  });
});

const bigBytes = 100 * 1024 * 1024;

describe('a body of 100 MB', () => {
  it('that says so is refused before it is read', async () => {
    const sending = request(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': bigBytes },
    });
    sending.on('error', () => undefined);
    sending.write('{"query":"');
    const [response] = z.tuple([z.object({ statusCode: z.number() })]).parse(await once(sending, 'response'));
    expect(response.statusCode).toBe(413);
    sending.destroy();
  });

  it('that does not say so is read no further than it may be', async () => {
    let sentBytes = 0;
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const source = new Readable({
      read() {
        sentBytes += chunk.length;
        this.push(sentBytes > bigBytes ? null : chunk);
      },
    });
    const sending = request(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    const ended = new Promise<void>((resolve) =>
      sending.once('error', () => resolve()).once('close', () => resolve()),
    );
    source.pipe(sending);
    await ended;
    source.destroy();
    expect(sentBytes).toBeLessThan(bigBytes);
  });
});

describe('a WebSocket frame of 100 MB', () => {
  it('is refused by its head', async () => {
    const { port } = new URL(graph.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      ['GET /graphql HTTP/1.1', 'Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket'].join('\r\n') +
        '\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
    );
    await once(socket, 'data');
    const head = Buffer.alloc(14);
    head.writeUInt8(0x81, 0); // a text, complete
    head.writeUInt8(0x80 | 127, 1); // masked, its length in eight bytes
    head.writeBigUInt64BE(BigInt(bigBytes), 2);
    const frames: Buffer[] = [];
    socket.on('data', (data: Buffer) => frames.push(data)).write(head);
    await vi.waitFor(() => expect(Buffer.concat(frames).includes(Buffer.from([0x03, 0xf1]))).toBe(true)); // 1009
    socket.destroy();
  });
});

describe('20,000 subscriptions on one socket', () => {
  it('close the socket, and with it the fifty that may be open', async () => {
    const socket = await open();
    for (let id = 0; id < 20_000; id += 1) socket.subscribe(String(id), 'subscription { ticks }');
    expect(await socket.closed).toBe(1008);
    const errors = socket.messages.filter(({ type }) => type === 'error');
    expect(errors.length).toBeLessThanOrEqual(2 * maxOperationsPerSocket);
    await vi.waitFor(() => expect(graph.rooms.open).toBe(0));
  });
});

describe('10,000 frames that are no operations on one socket', () => {
  it.each<[string, number, (socket: RawSocket) => void]>([
    [
      'pings of the protocol',
      1008,
      (socket) => socket.send({ type: 'ping', payload: { authorization: 'Bearer x' } }),
    ],
    ['pings of WebSocket', 1006, ({ socket }) => socket.ping()],
    ['pongs that nobody asked for', 1008, ({ socket }) => socket.pong()],
  ])('%s close it', async (_, code, frame) => {
    const socket = await open();
    for (let sent = 0; sent < 10_000; sent += 1) frame(socket);
    expect(await socket.closed).toBe(code);
  });
});

describe('a request of which a byte comes at a time', () => {
  it.each([
    ['in its head', 'POST /graphql HTTP/1.1\r\nhost: x\r\nx-y: '],
    [
      'in its body',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50000\r\n\r\n{',
    ],
  ])('%s is given up', async (_, first) => {
    const { server } = graph.supergraph;
    const { headersTimeout, requestTimeout } = server;
    Object.assign(server, { headersTimeout: 100, requestTimeout: 100 });
    const socket = connect(Number(new URL(graph.url).port), '127.0.0.1');
    const dripping = setInterval(() => socket.write('z'), 20);
    let answer = '';
    socket.on('error', () => undefined).on('data', (data: Buffer) => (answer += data.toString()));
    socket.write(first);
    // What is written while it is being cut fails, which `once` would take for the end of the test.
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(dripping);
    Object.assign(server, { headersTimeout, requestTimeout });
    expect(answer).toContain('408');
  });
});

describe('a reader of an event stream that reads nothing', () => {
  it('is cut, while others are answered', async () => {
    const { server } = graph.supergraph;
    server.timeout = 300;
    const accepted = once(server, 'connection');
    const query = 'subscription { roomEvents(roomId: "stalled", afterSeq: 0) { seq post { text } } }';
    const body = JSON.stringify({ query });
    const socket = connect(Number(new URL(graph.url).port), '127.0.0.1').on('error', () => undefined);
    socket
      .pause()
      .write(
        `POST /graphql HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\ncontent-type: application/json\r\nauthorization: ${ann.authorization}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    const [connection] = z.tuple([z.instanceof(Socket)]).parse(await accepted);
    const cut = once(connection, 'close');
    await vi.waitFor(() => expect(graph.rooms.open).toBeGreaterThan(0));
    for (let posted = 0; posted < 400; posted += 1) {
      graph.rooms.post('stalled', 'x'.repeat(50_000));
      if (posted % 10 === 0) await post(graph.url, '{ whoAmI }');
    }
    await cut;
    expect(connection.bytesWritten).toBeLessThan(400 * 50_000);
    server.timeout = 60_000;
    socket.destroy();
  });
});

describe('fifty readers that read nothing', () => {
  it('keep no more than their window, and nobody else waits', async () => {
    const shared = 'subscription { roomEvents(roomId: "r1", afterSeq: 0) { seq post { text } } }';
    const stalled = await Promise.all(Array.from({ length: 50 }, open));
    const good = await open();
    for (const socket of [...stalled, good]) socket.subscribe('1', shared);
    await vi.waitFor(() => expect(graph.rooms.open).toBe(1));
    for (const { socket } of stalled) socket.pause();
    const isNext = ({ type }: { readonly type: string }) => type === 'next';
    for (let seq = 1; seq <= 200; seq += 1) {
      graph.rooms.post('r1', 'x'.repeat(20_000));
      await good.until((all) => all.filter(isNext).length === seq);
    }
    expect(good.messages.filter(isNext)).toHaveLength(200);
  });
});
