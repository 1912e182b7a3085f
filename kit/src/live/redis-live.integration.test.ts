import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { RedisLink } from '../redis/redis-link.ts';
import { redisReadiness, type RedisState } from '../redis/redis-state.ts';
import { startTcpProxy, type TcpProxy } from '../testing/tcp-proxy.ts';
import { startTestRedis, type TestRedis } from '../testing/redis-server.ts';
import { describeBus } from './bus.contract.ts';
import type { BusMessage } from './bus.ts';
import { describeKeyValueStore } from './key-value.contract.ts';
import { KeyValueUnavailableError } from './key-value.ts';
import { RedisBus } from './redis-bus.ts';
import { RedisKeyValueStore } from './redis-key-value.ts';

let redis: TestRedis;
const links: RedisLink[] = [];
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.close());
beforeEach(() => vi.clearAllMocks());
afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.close()));
});

async function openLink(url = redis.url): Promise<RedisLink> {
  const link = await RedisLink.open({ url, log, random: () => 0 });
  links.push(link);
  return link;
}

let count = 0;
/** A process of its own, as far as Redis can tell. */
const openBus = async (prefix: string, url?: string) =>
  new RedisBus({ link: await openLink(url), prefix, log });
const nextPrefix = () => `test-${(count += 1)}`;

describeBus('the bus on Redis', () => openBus(nextPrefix()));

describeKeyValueStore('the key-value store on Redis', async () => ({
  store: new RedisKeyValueStore({ link: await openLink(), prefix: nextPrefix() }),
  pass: (ms) => sleep(ms),
}));

/** Two processes on one Redis, each with something to hear it by. */
async function openPair(url?: string) {
  const prefix = nextPrefix();
  const [here, there] = [await openBus(prefix), await openBus(prefix, url)];
  const heard: BusMessage[] = [];
  const unsubscribe = await there.subscribe('t', (message) => heard.push(message));
  return { here, there, heard, unsubscribe };
}

describe('the bus on Redis, between processes', () => {
  it('brings a message to the other process and not twice to its own', async () => {
    const { here, heard } = await openPair();
    const own: BusMessage[] = [];
    await here.subscribe('t', (message) => own.push(message));
    for (let seq = 1; seq <= 50; seq += 1) await here.publish('t', { seq });
    await vi.waitFor(() => expect(heard).toHaveLength(50));
    expect(heard).toEqual(own);
    expect(heard.map(({ seq }) => seq)).toEqual(heard.map((_, index) => index + 1));
  });

  it('keeps the topic for who stays, and gives it up with the last', async () => {
    const { here, there, heard, unsubscribe } = await openPair();
    const leave = await there.subscribe('t', vi.fn());
    await leave();
    await here.publish('t', { seq: 1 });
    await vi.waitFor(() => expect(heard).toEqual([{ seq: 1 }]));
    await unsubscribe();
    expect(there.topicCount).toBe(0);
    await expect.poll(() => redis.command('PUBSUB', 'SHARDCHANNELS', `test-${count}:*`)).toEqual([]);
  });

  it('hears the first message after a quick leaving and coming back', async () => {
    const { here, there, unsubscribe } = await openPair();
    const [heard, leaving] = [vi.fn(), unsubscribe()];
    await there.subscribe('t', heard);
    await here.publish('t', { seq: 1 });
    await leaving;
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({ seq: 1 }));
  });

  it('keeps installations apart', async () => {
    const { heard } = await openPair();
    const other = await openBus(nextPrefix());
    await other.publish('t', { seq: 1 });
    await sleep(50);
    expect(heard).toEqual([]);
  });

  it('takes what it cannot read for a reason to look', async () => {
    const { heard } = await openPair();
    await redis.command('SPUBLISH', `test-${count}:bus:t`, 'not JSON');
    await vi.waitFor(() => expect(heard).toEqual([{}]));
  });

  it('tells every listener that it may have missed something after Redis was away, and hears again', async () => {
    const { here, there, heard } = await openPair();
    await redis.kill();
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalled());
    const own = vi.fn();
    await there.subscribe('t', own);
    await here.publish('t', { seq: 1 }); // lost
    await there.publish('t', { seq: 2 });
    expect(own).toHaveBeenCalledWith({ seq: 2 }); // within the process nothing is lost
    await redis.start();
    await vi.waitFor(() => expect(heard).toEqual([{ seq: 2 }, {}]), { timeout: 5_000 });
    await vi.waitFor(async () => {
      await here.publish('t', { seq: 3 });
      expect(heard).toContainEqual({ seq: 3 });
    });
  });
});

describe('a Redis that does not answer', () => {
  let network: TcpProxy;
  beforeEach(async () => {
    network = await startTcpProxy(redis.port);
  });
  afterEach(() => network.close());

  it('holds up neither who publishes nor who subscribes, and is noticed when it is half-open', async () => {
    const { here, there, heard } = await openPair(`redis://127.0.0.1:${network.port}`);
    network.freeze();
    await there.publish('t', { seq: 1 }); // 5 s of the test's own would end it
    await there.subscribe('other', vi.fn());
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalled(), { timeout: 5_000 });
    network.heal();
    await vi.waitFor(
      async () => {
        await here.publish('t', { seq: 2 });
        expect(heard).toContainEqual({ seq: 2 });
      },
      { timeout: 8_000 },
    );
    expect(heard).toContainEqual({});
  });

  it('is a typed error of the key-value store, away or half-open', async () => {
    const link = await openLink(`redis://127.0.0.1:${network.port}`);
    const store = new RedisKeyValueStore({ link, prefix: 'p' });
    network.freeze();
    await expect(store.get('key')).rejects.toThrow(KeyValueUnavailableError);
    await vi.waitFor(() => expect(link.client).toBeNull(), { timeout: 5_000 });
    await expect(store.increment('n', 1_000)).rejects.toThrow(KeyValueUnavailableError);
    network.heal();
    await vi.waitFor(async () => expect(await store.increment('n', 1_000)).toBe(1), { timeout: 8_000 });
  });

  it('is a typed error of the key-value store when it is full, which still reads', async () => {
    const store = new RedisKeyValueStore({ link: await openLink(), prefix: 'full' });
    await store.set('key', 'value', 60_000);
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    try {
      await expect(store.set('key', 'other', 60_000)).rejects.toThrow(KeyValueUnavailableError);
      await expect(store.increment('n', 60_000)).rejects.toThrow(KeyValueUnavailableError);
      expect(await store.get('key')).toBe('value');
    } finally {
      await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    }
  });

  it('does not hold up the start', async () => {
    network.freeze();
    const link = await openLink(`redis://127.0.0.1:${network.port}`);
    expect(link.client).toBeNull();
    const nobody = await openLink('redis://127.0.0.1:1');
    expect(nobody.client).toBeNull();
  });
});

describe('the state of Redis', () => {
  it('says whether it is there, and whether it takes anything', async () => {
    const own = await startTestRedis();
    const link = await openLink(own.url);
    const checks = redisReadiness(() => link.state);
    const degraded = async () => {
      const are = await Promise.all(checks.map(({ isReady }) => isReady()));
      return checks.filter((_, index) => !are[index]).map(({ name }) => name);
    };
    const expectState = (state: RedisState, ...names: string[]) =>
      vi.waitFor(async () => expect([link.state, await degraded()]).toEqual([state, names]), {
        timeout: 5_000,
      });
    await expectState('ready');
    await own.command('CONFIG', 'SET', 'maxmemory', '1');
    await expectState('refusing', 'redis writes');
    await own.command('CONFIG', 'SET', 'maxmemory', '0');
    await expectState('ready');
    await own.kill();
    await expectState('away', 'redis');
    await own.close();
  });
});
