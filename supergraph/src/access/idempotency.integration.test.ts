import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { KeyedRequest } from '@moim/kit/idempotency/keyed-request.ts';
import { type Execution, type Fixture, startFixture } from '../testing/fixture.ts';

const text = 'mutation Post($text: String!) { post(roomId: "r1", text: $text) { seq } }';

interface Sent {
  readonly query: string;
  readonly variables?: object;
  readonly key?: string;
}
type Transport = (url: string, sent: Sent, authorization: string | null) => Promise<string>;

const headersOf = (key: string | undefined, authorization: string | null) => ({
  'content-type': 'application/json',
  ...(key !== undefined && { 'idempotency-key': key }),
  ...(authorization && { authorization }),
});
const bodyOf = (sent: object, key?: string) =>
  JSON.stringify({ ...sent, ...(key !== undefined && { extensions: { idempotencyKey: key } }) });
const post = async (url: string, headers: Record<string, string>, body: string) =>
  (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).text();

const transports: Record<string, Transport> = {
  'HTTP, in a header': (url, { key, ...sent }, authorization) =>
    post(url, headersOf(key, authorization), bodyOf(sent)),
  'HTTP, in the body': (url, { key, ...sent }, authorization) =>
    post(url, headersOf(undefined, authorization), bodyOf(sent, key)),
  SSE: (url, { key, ...sent }, authorization) =>
    post(url, { ...headersOf(key, authorization), accept: 'text/event-stream' }, bodyOf(sent)),
  WebSocket: async (url, { key, ...sent }, authorization) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
    await once(socket, 'message');
    socket.send(`{"type":"subscribe","id":"1","payload":${bodyOf(sent, key)}}`);
    const [answer]: unknown[] = await once(socket, 'message');
    socket.terminate();
    return String(answer);
  },
};

describe.each<Execution>(['in-process', 'remote'])('subgraphs %s', (execution) => {
  let graph: Fixture;
  let ann: string;
  beforeAll(async () => {
    graph = await startFixture(execution);
    ann = await graph.authorization('ann');
  });
  afterAll(() => graph.close());
  beforeEach(() => void graph.rooms.keyed.splice(0));

  describe.each(Object.entries(transports))('a key over %s', (_, ask) => {
    const sent = { query: text, variables: { text: 'x' }, key: 'k-1' };

    it('reaches the subgraph beside what was asked, which is equal for equal requests alone', async () => {
      await ask(graph.url, sent, ann);
      await ask(graph.url, { ...sent, key: 'k-2', variables: { text: 'y' } }, ann);
      await ask(graph.url, { ...sent, key: 'k-3', query: `${text} ` }, ann);
      await ask(graph.url, sent, ann);
      const [first, ...others] = graph.rooms.keyed;
      expect(first).toEqual({ key: 'k-1', request: expect.stringMatching(/^[0-9a-f]{64}$/) });
      const same = (one: KeyedRequest | null | undefined) => one?.request === first?.request;
      expect(others.map(same)).toEqual([false, false, true]);
    });

    it('that was used for another request is refused before any subgraph is asked', async () => {
      await ask(graph.url, sent, ann);
      const answer = await ask(graph.url, { ...sent, variables: { text: 'other' } }, ann);
      expect(answer).toContain('"code":"IDEMPOTENCY_KEY_REUSED","retryable":false,"field":"idempotency-key"');
      expect(graph.rooms.keyed).toHaveLength(1);
    });

    it('is nothing that nobody could have', async () => {
      expect(await ask(graph.url, sent, null)).toContain('"UNAUTHENTICATED"');
      expect(graph.rooms.keyed).toEqual([]);
    });

    it('is not asked for', async () => {
      await ask(graph.url, { query: text, variables: { text: 'x' } }, ann);
      expect(graph.rooms.keyed).toEqual([null]);
    });

    it('is of no use to a query', async () => {
      expect(await ask(graph.url, { query: '{ room(id: "r1") { id } }', key: 'k-1' }, ann)).toContain('"r1"');
    });

    it.each([
      ['too long', 'k'.repeat(256)],
      ['with a space', 'k 1'],
      ['empty', ''],
    ])('that is %s is refused', async (_kind, key) => {
      const answer = await ask(graph.url, { ...sent, key }, ann);
      expect(answer).toContain('visible ASCII');
      expect(answer).toContain('BAD_USER_INPUT');
      expect(graph.rooms.keyed).toEqual([]);
    });

    it('may be as long as allowed', async () => {
      const key = '~'.repeat(255);
      await ask(graph.url, { ...sent, key }, ann);
      expect(graph.rooms.keyed).toMatchObject([{ key }]);
    });
  });
});
