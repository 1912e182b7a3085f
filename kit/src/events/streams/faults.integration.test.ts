import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import pino from 'pino';
import { openOnRedis } from '../../live/open-on-redis.ts';
import type { Live } from '../../live/live.ts';
import { startTcpProxy, type TcpProxy } from '../../testing/tcp-proxy.ts';
import { startTestRedis, type TestRedis } from '../../testing/redis-server.ts';
import { type Backbone, startBackbone } from '../backbone.ts';
import type { EventTransport } from '../event-copies.ts';
import { localEventSource } from '../local-event-source.ts';
import { recording } from '../test-stage/recording.ts';
import { openStage, type Stage } from '../test-stage/stage.ts';
import { eventually, expectCounting } from '../test-stage/use-stage.ts';

const log = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' });
const groups = ['one', 'two'];
const counters = 9;

let stage: Stage;
let redis: TestRedis;
let network: TcpProxy;
const lives: Live[] = [];
const running: Backbone[] = [];

beforeEach(async () => {
  [stage, redis] = await Promise.all([openStage(), startTestRedis()]);
  network = await startTcpProxy(redis.port);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((backbone) => backbone.stop()));
  await Promise.all(lives.splice(0).map((live) => live.close()));
  await network.close();
  await Promise.all([redis.close(), stage.close()]);
});

/** As in another subgraph: over the streams, with this log behind them. */
const asReader = (transport: EventTransport): EventTransport => ({
  copiesOf: (subgraph) => transport.copiesOf(subgraph),
  sourceFor: (reader) => transport.sourceFor({ ...reader, subgraph: 'reader' }),
});

/** A process that relays and consumes, with a connection of its own to Redis. */
async function startProcess(port: number): Promise<void> {
  const live = await openOnRedis({ url: `redis://127.0.0.1:${port}`, prefix: 'moim', log });
  lives.push(live);
  const services = { ...stage.services, bus: live.bus };
  const backbone = await startBackbone({
    services,
    subgraph: { name: 'stage', triggers: { consumers: groups.map((name) => recording(name)), jobs: [] } },
    pool: stage.pools.write,
    sources: new Map([['stage', localEventSource('stage', services)]]),
    ...(live.transport && { transport: asReader(live.transport) }),
    random: () => 0.01,
  });
  running.push(backbone);
}

/** Changes that come in all the while; the result stops them. */
function keepWriting(): () => Promise<number> {
  let isWriting = true;
  const writers = Array.from({ length: 3 }, async (_, writer) => {
    let written = 0;
    for (; isWriting; written += 1) {
      await stage.touch(`counter-${(written * 7 + writer) % counters}`);
      await sleep(5);
    }
    return written;
  });
  return async () => {
    isWriting = false;
    return (await Promise.all(writers)).reduce((sum, written) => sum + written, 0);
  };
}

it('loses, repeats and reorders no event while Redis is flushed, killed, full and half-open', async () => {
  await startProcess(redis.port);
  await startProcess(network.port);
  const stopWriting = keepWriting();
  await sleep(500);
  await redis.command('FLUSHALL');
  await sleep(300);
  await redis.command('CONFIG', 'SET', 'maxmemory', '1');
  await sleep(500);
  await redis.command('CONFIG', 'SET', 'maxmemory', '0');
  await sleep(300);
  await redis.kill();
  await sleep(700);
  await redis.start();
  await sleep(700);
  network.freeze(); // one process of the two is cut off and does not know it
  await sleep(2_500);
  network.heal();
  await redis.command('FLUSHALL');
  await sleep(500);
  const total = await stopWriting();

  const key = `select coalesce(sum(seq), 0)::int as total from stage.counters`;
  expect(await stage.rows(key)).toEqual([{ total }]);
  for (const group of groups) {
    const effects = await eventually(async () => {
      const seen = await stage.effects(group);
      expect(seen.length).toBeGreaterThanOrEqual(total);
      return seen;
    });
    expect(effects).toHaveLength(total);
    const byCounter = Map.groupBy(effects, ({ counterId }) => counterId);
    expect(byCounter.size).toBe(counters);
    for (const [counter, own] of byCounter)
      expectCounting(
        own.map(({ seq }) => seq),
        counter,
      );
  }
  expect(await stage.rows('select 1 from stage.dead_letters')).toEqual([]);
});
