import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { formatSeen, seenHeader } from '../freshness/seen-token.ts';
import { listen, post, socketClient } from '../testing/clients.ts';
import { type PartsFixture, positionOfChange, startParts } from '../testing/parts-fixture.ts';

const deferred = '{ books { title ... @defer(label: "reviews") { texts } } }';
const change = 'mutation { add(title: "Ulysses") { title ... @defer { texts } } }';
const multipart = 'multipart/mixed;deferSpec=20220824, application/json';

/** One operation whose answer comes in parts. */
interface Asking {
  /** Characters received. */
  readonly received: () => string;
  readonly ended: Promise<unknown>;
  readonly leave: () => void;
}

function byHttp({ url }: PartsFixture, query: string, accept: string): Asking {
  const leaving = new AbortController();
  let text = '';
  const read = async (): Promise<void> => {
    const { body } = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query }),
      signal: leaving.signal,
    });
    for await (const chunk of body ?? []) text += new TextDecoder().decode(chunk);
  };
  const ended = read().catch(() => undefined);
  return { received: () => text, ended, leave: () => leaving.abort() };
}

function byWebSocket({ url }: PartsFixture, query: string): Asking {
  const client = socketClient(url);
  const { results, ended } = listen(client, query);
  const leave = () => void client.dispose();
  return { received: () => JSON.stringify(results), ended: ended.then(() => client.dispose()), leave };
}

type Ask = (graph: PartsFixture, query: string) => Asking;
const transports: readonly [string, Ask][] = [
  ['multipart', (graph, query) => byHttp(graph, query, multipart)],
  ['server-sent events', (graph, query) => byHttp(graph, query, 'text/event-stream')],
  ['WebSocket', byWebSocket],
];

/** The server's ends of the connections to it. */
function socketsOf({ server }: PartsFixture): Socket[] {
  const sockets: Socket[] = [];
  server.server.on('connection', (socket: Socket) => sockets.push(socket));
  return sockets;
}

const contains = (asking: Asking, text: string) =>
  vi.waitFor(() => expect(asking.received()).toContain(text), 3_000);

describe.concurrent.each(transports)('over %s', (_, ask) => {
  it('holds the supergraph that it began with until its last part, also when another is served', async () => {
    const graph = await startParts();
    const { open } = graph.hold();
    const asking = ask(graph, deferred);
    await contains(asking, '"hasNext":true');
    const { hasClosed } = await graph.reload();
    await sleep(1_300); // one that nobody holds is put away after a second
    expect(hasClosed()).toBe(false);
    open();
    await asking.ended;
    expect(asking.received()).toContain('"Long."');
    await vi.waitFor(() => expect(hasClosed()).toBe(true), 3_000);
    await graph.server.close();
  });

  it('gives it back when the client leaves between two parts, and asks for nothing further', async () => {
    const graph = await startParts();
    graph.hold();
    const asking = ask(graph, deferred);
    await contains(asking, '"hasNext":true');
    expect(graph.asked[0]?.signal?.aborted).toBe(false);
    asking.leave();
    await vi.waitFor(() => expect(graph.asked[0]?.signal?.aborted).toBe(true), 3_000);
    const { hasClosed } = await graph.reload();
    await vi.waitFor(() => expect(hasClosed()).toBe(true), 3_000);
    await graph.server.close();
  });

  it('makes the whole of a change whose client leaves before the first part, and ends its parts', async () => {
    const graph = await startParts();
    const sockets = socketsOf(graph);
    const { open } = graph.holdChanges();
    const asking = ask(graph, change);
    await vi.waitFor(() => expect(graph.changes.begun).toHaveLength(1));
    asking.leave();
    await vi.waitFor(() => expect(sockets.every(({ destroyed }) => destroyed)).toBe(true), 3_000);
    const { hasClosed } = await graph.reload();
    await sleep(1_300);
    expect(hasClosed()).toBe(false);
    expect(graph.changes.begun[0]?.signal?.aborted).toBe(false);
    open();
    await vi.waitFor(() => expect(graph.changes.done).toHaveLength(1), 3_000);
    await vi.waitFor(() => expect(hasClosed()).toBe(true), 3_000);
    expect(graph.asked.every(({ signal }) => signal?.aborted)).toBe(true);
    await graph.server.close();
  });
});

describe('a change that answers in parts', () => {
  it('says where it stands with the first part, and the next question sees it', async () => {
    const graph = await startParts();
    const authorization = await graph.authorization('ann');
    const answer = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: multipart, authorization },
      body: JSON.stringify({ query: change }),
    });
    const seen = answer.headers.get(seenHeader) ?? '';
    expect(seen).toBe(formatSeen({ [positionOfChange.cluster]: positionOfChange.lsn }));
    await answer.text();
    graph.asked.length = 0;
    // Somebody else, whom she has told.
    await post(graph.url, '{ best { stars } }', { headers: { [seenHeader]: seen } });
    expect(graph.asked[0]?.identity.reads).toEqual({ atLeast: { 7: '0/5' } });
    await graph.server.close();
  });
});

const long = 16_000_000;
const mostBuffered = 200_000;

describe('a client that does not read', () => {
  it('is cut off, and until then no more waits for it than fits a socket', async () => {
    const graph = await startParts({ stalledMs: 300 });
    const sockets = socketsOf(graph);
    graph.texts.push('x'.repeat(long));
    const body = JSON.stringify({ query: deferred });
    const { port } = new URL(graph.url);
    const client = connect(Number(port), '127.0.0.1');
    await once(client, 'connect');
    client.pause();
    const head = `POST /graphql HTTP/1.1\r\nhost: x\r\naccept: ${multipart}\r\ncontent-type: application/json`;
    client.write(`${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    const [socket] = await vi.waitFor(() => {
      expect(sockets[0]?.writableNeedDrain).toBe(true);
      return sockets;
    }, 3_000);
    const buffered: number[] = [];
    while (socket && !socket.destroyed) {
      buffered.push(socket.writableLength);
      await sleep(10);
    }
    expect(Math.max(...buffered)).toBeLessThan(mostBuffered);
    client.destroy();
    await graph.server.close();
  });

  it('is not who reads slowly', async () => {
    const graph = await startParts({ stalledMs: 1_000 });
    graph.texts.push('x'.repeat(long));
    const asking = byHttp(graph, deferred, multipart);
    await asking.ended;
    expect(asking.received()).toMatch(/"hasNext":false\}\r\n-----\r\n$/);
    await graph.server.close();
  });
});
