import type { Bus } from './bus.ts';
import { MemoryBus } from './memory-bus.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followLog, type Log, pageSize } from './follow-log.ts';

interface Row {
  readonly seq: number;
}

/** A log that a test writes, and what it costs to follow it. */
class WrittenLog implements Log<Row> {
  readonly topic = 'log';
  readonly bus = new MemoryBus({ error: () => undefined });
  readonly recheckMs: number;
  readonly rows: Row[] = [];
  reads = 0;
  subscribers = 0;
  nowMs = 0;
  failure: Error | undefined;

  constructor(recheckMs = 60_000) {
    this.recheckMs = recheckMs;
  }

  /** Without a wake-up, as when it is lost. */
  writeSilently(count = 1): void {
    for (let index = 0; index < count; index += 1) this.rows.push({ seq: this.rows.length + 1 });
  }

  write(count = 1): void {
    this.writeSilently(count);
    void this.bus.publish(this.topic, { seq: this.rows.length });
  }

  readonly start = async () => this.rows.length;

  readonly readAfter = async (seq: number, limit: number) => {
    this.reads += 1;
    if (this.failure) throw this.failure;
    return this.rows.filter((row) => row.seq > seq).slice(0, limit);
  };

  follow(from = 0): Promise<AsyncIterableIterator<Row, void>> {
    const bus = {
      publish: this.bus.publish.bind(this.bus),
      close: () => this.bus.close(),
      subscribe: async (...[topic, listener]: Parameters<Bus['subscribe']>) => {
        const unsubscribe = await this.bus.subscribe(topic, listener);
        this.subscribers += 1;
        return async () => {
          this.subscribers -= 1;
          await unsubscribe();
        };
      },
    };
    const options = { bus, now: () => new Date(this.nowMs), random: () => 0 };
    return followLog(options, {
      topic: this.topic,
      recheckMs: this.recheckMs,
      start: async () => from,
      readAfter: this.readAfter,
    });
  }
}

async function take(rows: AsyncIterator<Row, void>, count: number): Promise<number[]> {
  const seqs: number[] = [];
  while (seqs.length < count) {
    const { value } = await rows.next();
    if (value) seqs.push(value.seq);
    else break;
  }
  return seqs;
}

const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('followLog', () => {
  it('tells what was missed, then what comes', async () => {
    const log = new WrittenLog();
    log.write(3);
    const rows = await log.follow(1);
    expect(await take(rows, 2)).toEqual([2, 3]);
    const next = take(rows, 2);
    log.write(2);
    expect(await next).toEqual([4, 5]);
    await rows.return?.();
  });

  it('tells a row that is written while the log is being read', async () => {
    const log = new WrittenLog();
    log.write();
    const rows = await log.follow(0);
    const first = rows.next();
    log.write(); // before the first read has answered
    expect((await first).value).toEqual({ seq: 1 });
    expect(await take(rows, 1)).toEqual([2]);
    await rows.return?.();
  });

  it('makes a lost wake-up good after the recheck time', async () => {
    const log = new WrittenLog(40);
    const rows = await log.follow();
    const next = rows.next();
    log.writeSilently();
    expect((await next).value).toEqual({ seq: 1 });
    await rows.return?.();
  });

  it('reads a long gap page by page, no page before it is wanted', async () => {
    const log = new WrittenLog();
    log.write(pageSize * 3);
    const rows = await log.follow();
    expect(await take(rows, pageSize)).toEqual(upTo(pageSize));
    expect(log.reads).toBe(1);
    expect(await take(rows, pageSize * 2)).toEqual(upTo(pageSize * 3, pageSize + 1));
    await rows.return?.();
  });

  it('reads again what a slow reader left lying, because rights may have ended', async () => {
    const log = new WrittenLog();
    log.write(3);
    const rows = await log.follow();
    expect(await take(rows, 1)).toEqual([1]);
    log.failure = new Error('no longer yours');
    log.nowMs += log.recheckMs + 1;
    await expect(rows.next()).rejects.toThrow('no longer yours');
    expect(log.subscribers).toBe(0);
  });

  it('asks for a fresh start when rows after the cursor are gone', async () => {
    const log = new WrittenLog();
    log.write(3);
    log.rows.shift();
    const rows = await log.follow();
    await expect(rows.next()).rejects.toMatchObject({ code: 'RESYNC_REQUIRED' });
  });

  it.each(['before the first row is asked for', 'in the middle of its sleep'])(
    'is forgotten at once when its reader stops %s',
    async (moment) => {
      const log = new WrittenLog();
      const rows = await log.follow();
      const pending = moment.includes('sleep') ? rows.next() : undefined;
      await new Promise((resolve) => setTimeout(resolve, 5));
      await rows.return?.();
      expect(log.subscribers).toBe(0);
      expect(await pending).toEqual(pending && { done: true, value: undefined });
      expect(await rows.next()).toEqual({ done: true, value: undefined });
    },
  );

  it('stays subscribed to nothing when it may not start', async () => {
    const log = new WrittenLog();
    const subscribing = followLog(
      { bus: log.bus, now: () => new Date(0), random: () => 0 },
      {
        topic: 'log',
        recheckMs: 1,
        start: () => Promise.reject(new Error('not yours')),
        readAfter: log.readAfter,
      },
    );
    await expect(subscribing).rejects.toThrow('not yours');
    expect(log.bus.topicCount).toBe(0);
  });

  it('tells every row once and in order, however writing and reading interleave', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('write' as const), count: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ kind: fc.constant('take' as const), count: fc.integer({ min: 1, max: 5 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.array(step, { maxLength: 20 }), async (start, steps) => {
        const log = new WrittenLog();
        log.write(start);
        const rows = await log.follow(start);
        const told: number[] = [];
        for (const { kind, count } of steps) {
          if (kind === 'write') log.write(count);
          else told.push(...(await take(rows, Math.min(count, log.rows.length - start - told.length))));
        }
        told.push(...(await take(rows, log.rows.length - start - told.length)));
        await rows.return?.();
        expect(told).toEqual(log.rows.slice(start).map(({ seq }) => seq));
      }),
    );
  });
});
