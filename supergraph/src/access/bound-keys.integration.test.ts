import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { RedisKeyValueStore } from '@moim/kit/live/redis-key-value.ts';
import { RedisLink } from '@moim/kit/redis/redis-link.ts';
import { startTestRedis, type TestRedis } from '@moim/kit/testing/redis-server.ts';
import { type Fixture, startFixture } from '../testing/fixture.ts';
import { members } from '../testing/members.ts';
import { BoundKeys } from './bound-keys.ts';

const answered = z.object({
  data: z.unknown().default(null),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).default([]),
});

/** Two supergraphs of one installation; their subgraphs know nothing of each other, as two of one would not. */
describe('a key that came through another supergraph', () => {
  let redis: TestRedis;
  const links: RedisLink[] = [];
  let here: Fixture;
  let there: Fixture;
  let ann: string;

  const openStore = async () => {
    const link = await RedisLink.open({ url: redis.url, log: { info: vi.fn(), warn: vi.fn() } });
    links.push(link);
    return new RedisKeyValueStore({ link, prefix: 'moim' });
  };
  beforeAll(async () => {
    redis = await startTestRedis();
    here = await startFixture('in-process', { keyValue: await openStore() });
    there = await startFixture('in-process', { keyValue: await openStore(), access: here.access });
    ann = await here.authorization('ann');
  });
  afterAll(async () => {
    await Promise.all([here.close(), there.close()]);
    await Promise.all(links.map((link) => link.close()));
    await redis.close();
  });
  beforeEach(() => [here, there].forEach(({ rooms }) => void rooms.keyed.splice(0)));

  async function post({ url }: Fixture, key: string, text: string, authorization = ann) {
    const query = 'mutation ($text: String!) { post(roomId: "r1", text: $text) { text } }';
    const headers = { 'content-type': 'application/json', 'idempotency-key': key, authorization };
    const body = JSON.stringify({ query, variables: { text } });
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    const { data, errors } = answered.parse(await response.json());
    return { status: response.status, data, codes: errors.map(({ extensions }) => extensions.code) };
  }
  const refused = { status: 422, data: null, codes: ['IDEMPOTENCY_KEY_REUSED'] };
  const posted = (text: string) => ({ status: 200, data: { post: { text } }, codes: [] });

  it('with another request is refused, and nothing runs', async () => {
    expect(await post(here, 'k-1', 'x')).toEqual(posted('x'));
    expect(await post(there, 'k-1', 'y')).toEqual(refused);
    expect(there.rooms.keyed).toEqual([]);
  });

  it('with the same request is let through, again and again', async () => {
    for (const graph of [here, there, here]) expect(await post(graph, 'k-2', 'x')).toEqual(posted('x'));
  });

  it('may be used by somebody else for something else', async () => {
    const bob = await here.authorization('bob');
    expect(await post(here, 'k-3', 'x')).toEqual(posted('x'));
    expect(await post(there, 'k-3', 'y', bob)).toEqual(posted('y'));
  });

  it('belongs to the first of two requests at once', async () => {
    const both = await Promise.all([post(here, 'k-4', 'x'), post(there, 'k-4', 'y')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  it('is not written down readably', async () => {
    await post(here, 'a-key-of-ann', 'a secret of ann');
    const names = JSON.stringify(await redis.command('KEYS', '*keyed*'));
    expect(names).toContain(members.ann);
    expect(names).not.toContain('a-key-of-ann');
  });

  it('is left to the subgraphs while Redis is away', async () => {
    await redis.kill();
    expect(await post(there, 'k-1', 'y')).toEqual(posted('y'));
    expect(there.rooms.keyed).toMatchObject([{ key: 'k-1' }]);
    await redis.start();
  });
});

describe('bound keys', () => {
  const asked = (key: string, request: string) => ({ key, request });

  it.each([
    ['a moment before 24 hours are over', 86_400_000 - 1, 'rejected'],
    ['after 24 hours', 86_400_000, 'fulfilled'],
  ])('are free for another request %s: %s', async (_, passedMs, status) => {
    let nowMs = 0;
    const keys = new BoundKeys(new MemoryKeyValueStore({ nowMs: () => nowMs }));
    await keys.bind('ann', asked('k', 'one'));
    nowMs += passedMs;
    const [settled] = await Promise.allSettled([keys.bind('ann', asked('k', 'other'))]);
    expect(settled?.status).toBe(status);
  });

  it('of one owner are at most ten thousand a day, so that nobody fills the store', async () => {
    const store = new MemoryKeyValueStore();
    const keys = new BoundKeys(store);
    const added = vi.spyOn(store, 'setIfAbsent');
    for (let n = 0; n < 10_001; n += 1) await keys.bind('ann', asked(`k${n}`, 'one'));
    await keys.bind('bob', asked('k', 'one'));
    expect(added).toHaveBeenCalledTimes(10_001);
  });
});
