import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type KeyValueStore, KeyValueUnavailableError } from '@moim/kit/live/key-value.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { listen, post, socketClient } from '../testing/clients.ts';
import { type Fixture, startFixture } from '../testing/fixture.ts';
import type { PointLimits } from './point-limits.ts';

const people = '{ people { id } }'; // 10 points
const started: Fixture[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((graph) => graph.close()));
});

/** A bucket that gets nothing back while a test lasts. */
const slow = { perOperation: 1_000, bucket: 100, perSecond: 0.001 };

async function start(points: Partial<PointLimits> = slow, keyValue?: KeyValueStore): Promise<Fixture> {
  const graph = await startFixture('in-process', { points, ...(keyValue && { keyValue }) });
  started.push(graph);
  return graph;
}

const as = async (graph: Fixture, member: 'ann' | 'bob') => ({
  headers: { authorization: await graph.authorization(member) },
});

type Transport = (url: string, query: string, authorization?: string) => Promise<string>;
const transports: Record<string, Transport> = {
  HTTP: async (url, query, authorization) =>
    JSON.stringify(await post(url, query, authorization ? { headers: { authorization } } : {})),
  SSE: async (url, query, authorization) => {
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { ...headers, ...(authorization && { authorization }) },
      body: JSON.stringify({ query }),
    });
    return response.text();
  },
  WebSocket: async (url, query, authorization) => {
    const client = socketClient(url, authorization);
    const { results, ended } = listen(client, query);
    const end = await ended;
    await client.dispose();
    return JSON.stringify([results, end]);
  },
};

describe.each(Object.entries(transports))('over %s', (_, ask) => {
  it('an answer says what it cost and what is left', async () => {
    const graph = await start();
    const text = await ask(graph.url, people, await graph.authorization('ann'));
    expect(text).toContain(
      '"cost":{"requestedPoints":10,"remainingPoints":90,"maximumPoints":100,"restoreRate":0.001}',
    );
  });

  it('an operation beyond the limit of one is not run, and not charged', async () => {
    const graph = await start({ ...slow, perOperation: 9 });
    const authorization = await graph.authorization('ann');
    expect(await ask(graph.url, people, authorization)).toContain('LIMIT_EXCEEDED');
    expect(await ask(graph.url, '{ room(id: "r1") { id } }', authorization)).toContain(
      '"remainingPoints":99',
    );
  });

  it('an empty bucket is a typed error that says when to come back', async () => {
    const graph = await start({ ...slow, perSecond: 0.5 });
    const authorization = await graph.authorization('ann');
    for (let times = 0; times < 10; times += 1) await ask(graph.url, people, authorization);
    const text = await ask(graph.url, people, authorization);
    expect(text).toContain('"code":"RATE_LIMITED"');
    expect(text).toMatch(/"retryAfterSeconds":(1\d|20)\b/);
    expect(text).toContain('"retryable":true');
  });

  it('everybody pays for himself', async () => {
    const graph = await start({ ...slow, bucket: 10 });
    const [ann, bob] = [await graph.authorization('ann'), await graph.authorization('bob')];
    expect(await ask(graph.url, people, ann)).not.toContain('RATE_LIMITED');
    expect(await ask(graph.url, people, ann)).toContain('RATE_LIMITED');
    expect(await ask(graph.url, people, bob)).not.toContain('RATE_LIMITED');
    expect(await ask(graph.url, people)).not.toContain('RATE_LIMITED');
    expect(await ask(graph.url, people)).toContain('RATE_LIMITED');
  });
});

describe('over HTTP', () => {
  it('headers say the same, and a refusal is 429 with Retry-After', async () => {
    const graph = await start({ ...slow, bucket: 10, perSecond: 0.5 });
    const ann = await as(graph, 'ann');
    const first = await post(graph.url, people, ann);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'ratelimit-limit': '10',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '20',
    });
    const refused = await post(graph.url, people, ann);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(10);
    expect(refused.headers.get('ratelimit-limit')).toBe('10');
    expect(refused.body.extensions).toMatchObject({ cost: { requestedPoints: 10, maximumPoints: 10 } });
  });

  it('nothing is said where nobody is charged', async () => {
    const { body, headers } = await post((await start({ bucket: 0 })).url, people);
    expect(body.extensions).toBeUndefined();
    expect(headers.has('ratelimit-limit')).toBe(false);
  });

  it('a change that is refused is not made', async () => {
    const graph = await start({ ...slow, bucket: 5 });
    const { status } = await post(
      graph.url,
      'mutation { post(roomId: "r1", text: "x") { seq } }',
      await as(graph, 'ann'),
    );
    expect(status).toBe(429);
    expect(graph.rooms.post('r1', 'the first')).toBe(1);
  });
});

describe('an app that asks for members', () => {
  it('pays beside each of them, from one bucket of its own', async () => {
    const keyValue = new MemoryKeyValueStore();
    const graph = await start(slow, keyValue);
    for (const member of ['ann', 'bob'] as const) {
      const authorization = await graph.authorization(member, 600_000, 'crm');
      const { body } = await post(graph.url, people, { headers: { authorization } });
      expect(body.extensions).toMatchObject({ cost: { remainingPoints: 90, maximumPoints: 100 } });
    }
    const inBucket = await keyValue.pour('points:app:crm', 0, { capacity: 1_000, leaksPerSecond: 0.01 });
    expect(inBucket.level).toBeCloseTo(20, 1);
  });
});

describe('several supergraphs', () => {
  it('charge one bucket', async () => {
    const keyValue = new MemoryKeyValueStore();
    const [here, there] = [await start(slow, keyValue), await start(slow, keyValue)];
    await post(here.url, people);
    const { body } = await post(there.url, people);
    expect(body.extensions).toMatchObject({ cost: { remainingPoints: 80 } });
  });

  it('count each by itself while the store is away', async () => {
    const store = new MemoryKeyValueStore();
    const away: KeyValueStore = {
      get: (key) => store.get(key),
      set: (key, value, ttlMs) => store.set(key, value, ttlMs),
      setIfAbsent: (key, value, ttlMs) => store.setIfAbsent(key, value, ttlMs),
      increment: (key, ttlMs) => store.increment(key, ttlMs),
      delete: (key) => store.delete(key),
      close: () => store.close(),
      pour: async () => {
        throw new KeyValueUnavailableError();
      },
    };
    const graph = await start({ ...slow, bucket: 20 }, away);
    const statuses = [];
    for (let times = 0; times < 3; times += 1) statuses.push((await post(graph.url, people)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });
});

const events = 'subscription { ticks }';
const dear = 'subscription { roomEvents(roomId: "r1", afterSeq: 0) { seq post { author { name } } } }'; // 3 points
const problem = z.array(z.object({ extensions: z.object({ code: z.string() }) }));

describe('a subscription', () => {
  it('pays for each event: what was delivered stays, and the stream ends with a typed error', async () => {
    const graph = await start({ ...slow, bucket: 30 });
    const client = socketClient(graph.url, await graph.authorization('ann'));
    const { results, ended } = listen(client, dear);
    for (let index = 0; index < 20; index += 1) {
      graph.rooms.post('r1', 'x');
      await vi.waitFor(() => expect(graph.rooms.open).toBeGreaterThanOrEqual(0));
    }
    expect(problem.parse(await ended)[0]?.extensions.code).toBe('RATE_LIMITED');
    // 3 for the subscription itself and 3 an event: the bill is settled before the one that would be too many.
    expect(results.length).toBe(10);
    await client.dispose();
    await vi.waitFor(() => expect(graph.rooms.open).toBeLessThanOrEqual(1));
  });

  it('pays with the next operation for what is not on the bill yet', async () => {
    const graph = await start({ ...slow, bucket: 10_000 });
    const client = socketClient(graph.url, await graph.authorization('ann'));
    const listening = listen(client, dear);
    await vi.waitFor(() => expect(graph.rooms.open).toBe(1));
    for (let index = 0; index < 5; index += 1) graph.rooms.post('r1', 'x');
    await vi.waitFor(() => expect(listening.results).toHaveLength(5));
    await vi.waitFor(async () => {
      const { body } = await post(graph.url, '{ __typename }', await as(graph, 'ann'));
      expect(body.extensions).toMatchObject({ cost: { remainingPoints: 10_000 - 3 - 5 * 3 } });
    });
    await client.dispose();
  });

  it('of scalars alone costs nothing', async () => {
    const graph = await start({ ...slow, bucket: 1 });
    const client = socketClient(graph.url);
    const listening = listen(client, events);
    await vi.waitFor(() => expect(graph.rooms.open).toBe(1));
    for (let index = 0; index < 20; index += 1) graph.rooms.post('ticks', 'x');
    await vi.waitFor(() => expect(listening.results).toHaveLength(20));
    await client.dispose();
  });
});
