import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bus } from '../../live/bus.ts';
import { RedisBus } from '../../live/redis-bus.ts';
import { RedisLink } from '../../redis/redis-link.ts';
import { startTestRedis, type TestRedis } from '../../testing/redis-server.ts';
import { shardOf } from '../shard.ts';
import { localEventSource } from '../local-event-source.ts';
import { describeEventSource } from '../source.contract.ts';
import type { EventSource, ReadEvents } from '../source.ts';
import { openStage, type Stage } from '../test-stage/stage.ts';
import { streamKey } from './stream-key.ts';
import { StreamTransport } from './stream-transport.ts';
import { trimStream } from './trim-stream.ts';

let redis: TestRedis;
let link: RedisLink;
let bus: Bus;
let prefix: string;
let count = 0;
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  vi.clearAllMocks();
  prefix = `test-${(count += 1)}`;
  link = await RedisLink.open({ url: redis.url, log, random: () => 0 });
  bus = new RedisBus({ link, prefix, log });
});
afterEach(() => link.close());

describeEventSource(
  'the event source over Redis',
  (stage) => localEventSource('stage', stage.services),
  // The stage's relay tells its news on the stage's own bus.
  (stage) => new StreamTransport({ link, prefix, bus: stage.services.bus, log }),
);

/** What the log of a publisher was asked. */
class CountedLog implements EventSource {
  readonly #log: EventSource;
  /** Positions that it had to give. */
  readonly given: number[] = [];

  constructor(stage: Stage) {
    this.#log = localEventSource('stage', stage.services);
  }

  async read(request: ReadEvents) {
    const events = await this.#log.read(request);
    this.given.push(...events.map(({ pos }) => pos));
    return events;
  }

  heads() {
    return this.#log.heads();
  }

  confirm(...reading: Parameters<EventSource['confirm']>) {
    return this.#log.confirm(...reading);
  }
}

describe('copies of events', () => {
  const shard = shardOf('a');
  let stage: Stage;
  let counted: CountedLog;
  let transport: StreamTransport;
  beforeEach(async () => {
    stage = await openStage();
    await beginEpoch();
    counted = new CountedLog(stage);
    transport = new StreamTransport({ link, prefix, bus, log });
  });
  afterEach(() => stage.close());

  const sourceOf = (group = 'readers') =>
    transport.sourceFor({ subgraph: 'reader', group, publisher: 'stage', log: counted });
  const read = async (source: EventSource, after: number) => {
    const never = new AbortController().signal;
    const events = await source.read({ shard, after, limit: 100, waitMs: 0, signal: never });
    return events.map(({ pos }) => pos);
  };
  const key = () => streamKey(prefix, 'stage', shard);

  let epoch: string;
  /** As a relay does when it begins to lead. */
  async function beginEpoch() {
    epoch = randomUUID();
    await stage.rows(`insert into stage.relay_epochs values (${shard}, '${epoch}')
      on conflict (shard) do update set epoch = excluded.epoch`);
  }

  /** Writes to the log as the relay does, and copies what `isCopied` says. */
  async function publish(positions: readonly number[], isCopied: (pos: number) => boolean = () => true) {
    for (const pos of positions)
      await stage.rows(`insert into stage.event_log (pos, event_id, name, aggregate_type, aggregate_id,
        aggregate_seq, shard, payload, occurred_at)
        values (${pos}, gen_random_uuid(), 'n', 'counter', 'a', ${pos}, ${shard}, '{}', now())`);
    const [first = 1] = positions;
    const range = { shard, after: first - 1, limit: 100, waitMs: 0, signal: new AbortController().signal };
    const events = await localEventSource('stage', stage.services).read(range);
    const copies = transport.copiesOf('stage');
    copies.offer(
      events.filter(({ pos }) => isCopied(pos)),
      epoch,
    );
    await link.ask((client) => client.ping()); // behind the copies
    await copies.close();
  }

  it('are read instead of the log, once there is a reader', async () => {
    await publish([1, 2]);
    const source = sourceOf();
    expect(await read(source, 0)).toEqual([1, 2]); // nobody read, so nothing was copied
    expect(await read(source, 2)).toEqual([]);
    await publish([3, 4, 5]);
    expect(await read(source, 2)).toEqual([3, 4, 5]);
    await publish([6]);
    expect(await read(source, 5)).toEqual([6]);
    expect(counted.given).toEqual([1, 2]);
  });

  it('are made up for by the log where one is missing', async () => {
    const source = sourceOf();
    expect(await read(source, 0)).toEqual([]);
    await publish([1, 2, 3, 4, 5], (pos) => pos !== 3);
    expect(await read(source, 0)).toEqual([1, 2]);
    expect(await read(source, 2)).toEqual([3, 4, 5]);
    await publish([6]);
    expect(await read(source, 5)).toEqual([6]);
    expect(counted.given).toEqual([3, 4, 5]);
  });

  it('may be there twice, late, or by two publishers', async () => {
    const source = sourceOf();
    expect(await read(source, 0)).toEqual([]);
    await publish([1, 2]);
    await publish([], () => true); // everything again
    await publish([3]);
    expect(await read(source, 0)).toEqual([1, 2, 3]);
    expect(await redis.command('XLEN', key())).toBe(3);
    expect(log.warn).not.toHaveBeenCalled();
  });

  it.each([
    ['is no JSON', 'event', '{'],
    ['has another field', 'other', '{}'],
    ['lacks what an event has', 'event', '{"id":"x"}'],
    ['is another event', 'event', 'shifted'],
  ])('do not stop the shard when one %s: that one is read from the log', async (_, field, text) => {
    const source = sourceOf();
    expect(await read(source, 0)).toEqual([]);
    await publish([1], () => true);
    const entries = await link.ask((client) => client.xRange(key(), '-', '+'));
    const value = text === 'shifted' ? entries?.[0]?.message['event'] : text;
    await redis.command('XADD', key(), '2-0', field, value ?? '', 'epoch', epoch);
    await publish([2, 3, 4], (pos) => pos > 2);
    expect(await read(source, 0)).toEqual([1]);
    expect(await read(source, 1)).toEqual([2, 3, 4]);
    await publish([5]);
    expect(await read(source, 4)).toEqual([5]);
    expect(counted.given).toEqual([2, 3, 4]);
  });

  it('are taken over from a process that died with them', async () => {
    const [dead, next] = [sourceOf(), new StreamTransport({ link, prefix, bus, log })];
    expect(await read(dead, 0)).toEqual([]);
    await publish([1, 2, 3]);
    expect(await read(dead, 0)).toEqual([1, 2, 3]); // committed up to 2, then killed
    const reader = { subgraph: 'reader', group: 'readers', publisher: 'stage', log: counted };
    const successor = next.sourceFor(reader);
    expect(await read(successor, 2)).toEqual([3]);
    expect(await read(successor, 3)).toEqual([]);
    expect(await redis.command('XPENDING', key(), 'reader.readers')).toEqual([0, null, null, null]);
    expect(counted.given).toEqual([]);
  });

  it('are deleted below what every group has confirmed, and not above', async () => {
    const [fast, slow] = [sourceOf('fast'), sourceOf('slow')];
    expect([await read(fast, 0), await read(slow, 0)]).toEqual([[], []]);
    await publish([1, 2, 3, 4]);
    expect(await read(fast, 0)).toEqual([1, 2, 3, 4]);
    expect(await read(fast, 4)).toEqual([]);
    const never = new AbortController().signal;
    await slow.read({ shard, after: 0, limit: 2, waitMs: 0, signal: never });
    await slow.read({ shard, after: 2, limit: 2, waitMs: 0, signal: never }); // 3 and 4 are on their way
    await link.ask((client) => trimStream(client, key()));
    expect(await redis.command('XLEN', key())).toBe(2);
    expect(await read(slow, 4)).toEqual([]);
    await link.ask((client) => trimStream(client, key()));
    expect(await redis.command('XLEN', key())).toBe(0);
    await redis.command('XGROUP', 'DESTROY', key(), 'reader.fast');
    await redis.command('XGROUP', 'DESTROY', key(), 'reader.slow');
    await link.ask((client) => trimStream(client, key()));
    expect(await redis.command('EXISTS', key())).toBe(0);
  });

  it('are no longer taken by a full Redis, which is said once; the log is read', async () => {
    const source = sourceOf();
    expect(await read(source, 0)).toEqual([]);
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    try {
      await publish([1, 2, 3]);
      expect(await read(source, 0)).toEqual([1, 2, 3]);
    } finally {
      await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    }
    expect(log.warn).toHaveBeenCalledTimes(1);
    await publish([4]);
    expect(await read(source, 3)).toEqual([4]);
    expect(counted.given).toEqual([1, 2, 3]);
  });

  describe('of before the log was restored from a backup', () => {
    /** The backup has the first three of six; the next to come is another fourth. */
    async function restore(source: EventSource, isCopied: () => boolean) {
      expect(await read(source, 0)).toEqual([]);
      await publish([1, 2, 3, 4, 5, 6]);
      await stage.rows('delete from stage.event_log where pos > 3');
      await beginEpoch();
      await publish([4], isCopied);
    }

    it('are not taken for what has their positions now', async () => {
      const source = sourceOf();
      await restore(source, () => false);
      expect(await redis.command('XLEN', key())).toBe(6);
      const never = new AbortController().signal;
      const events = await source.read({ shard, after: 3, limit: 100, waitMs: 0, signal: never });
      expect(events.map(({ id }) => ({ id }))).toEqual(
        await stage.rows('select event_id as id from stage.event_log where pos > 3'),
      );
    });

    it('are dropped, and made anew from there on', async () => {
      const source = sourceOf();
      await restore(source, () => true);
      await vi.waitFor(async () => expect(await redis.command('EXISTS', key())).toBe(0));
      expect(await read(source, 3)).toEqual([4]);
      expect(await read(source, 4)).toEqual([]); // the group is there again
      counted.given.splice(0);
      await publish([5, 6]);
      expect(await read(source, 4)).toEqual([5, 6]);
      expect(counted.given).toEqual([]);
    });
  });

  it('converge from the log after a flush, and are used again', async () => {
    const source = sourceOf();
    expect(await read(source, 0)).toEqual([]);
    await publish([1, 2]);
    await redis.command('FLUSHALL');
    await publish([3]);
    expect(await read(source, 0)).toEqual([1, 2, 3]);
    expect(await read(source, 3)).toEqual([]);
    await publish([4]);
    expect(await read(source, 3)).toEqual([4]);
    expect(counted.given).toEqual([1, 2, 3]);
  });
});
