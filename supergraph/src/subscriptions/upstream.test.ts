import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { closableStream } from '../execution/closable-stream.ts';
import { EventTooLargeError } from '../execution/event-too-large.ts';
import { PushQueue } from '../execution/push-queue.ts';
import { SubgraphUnavailableError } from '../execution/subgraph-unavailable.ts';
import { Outcome } from './outcome.ts';
import type { RingEntry } from './ring.ts';
import type { Source } from './source.ts';
import { Subscriber } from './subscriber.ts';
import { Upstream, type UpstreamOptions } from './upstream.ts';

const pacing = { firstRetryMs: 1, lastRetryMs: 5, patienceMs: 50 };
const cursorOf = ({ data }: ExecutionResult) => (typeof data?.['seq'] === 'number' ? data['seq'] : null);
const event = (seq: number): ExecutionResult => ({ data: { seq } });

/** Stands for a subgraph: each opening is a queue that the test fills. */
function fakeSubgraph() {
  const openings: {
    readonly after: number | null;
    readonly queue: PushQueue<ExecutionResult>;
    isClosed: boolean;
  }[] = [];
  const open = (after: number | null) => {
    const opening = { after, queue: new PushQueue<ExecutionResult>(10_000), isClosed: false };
    openings.push(opening);
    return closableStream({ next: () => opening.queue.next(), close: () => void (opening.isClosed = true) });
  };
  return {
    openings,
    open,
    last: () => openings.at(-1) ?? { after: null, queue: new PushQueue<ExecutionResult>(0), isClosed: false },
  };
}

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

function setUp(options: Partial<UpstreamOptions> = {}) {
  const subgraph = fakeSubgraph();
  const onClosed = vi.fn();
  const upstream = new Upstream({
    open: subgraph.open,
    cursorOf,
    after: 0,
    lingerMs: 0,
    onClosed,
    pacing,
    ...options,
  });
  closing.push(() => upstream.close());
  return { ...subgraph, upstream, onClosed };
}

type Execute = (entry: RingEntry) => Promise<FormattedExecutionResult>;
const sourceOf = (upstream: Upstream, execute: Execute): Source => ({
  ...{ isShared: true, isTold: false, mayBeAwaited: false },
  readBy: () => undefined,
  upstream: () => upstream,
  catchUp: () => upstream,
  execute: (entry) => new Outcome(execute(entry)),
  leave: () => undefined,
  letGo: () => undefined,
});

function subscribe(upstream: Upstream, after: number | null = 0): Subscriber {
  return new Subscriber({
    after,
    source: sourceOf(upstream, async ({ result }) => ({ data: result.data ?? null })),
  });
}

const seqsOf = async ({ results }: Subscriber, count: number) => {
  const seqs: unknown[] = [];
  while (seqs.length < count) {
    const { value, done } = await results.next();
    if (done) break;
    seqs.push(value?.data?.['seq']);
  }
  return seqs;
};

describe('an upstream', () => {
  it('hands the same events to every reader, in order', async () => {
    const { upstream, last } = setUp();
    const readers = [subscribe(upstream), subscribe(upstream), subscribe(upstream)];
    for (const seq of [1, 2, 3]) last().queue.push(event(seq));
    for (const reader of readers) expect(await seqsOf(reader, 3)).toEqual([1, 2, 3]);
  });

  it('resumes behind the last event after its connection was lost, as often as that happens', async () => {
    const { upstream, openings, last } = setUp();
    const reader = subscribe(upstream);
    for (const seq of [1, 2, 3]) {
      last().queue.push(event(seq));
      expect(await seqsOf(reader, 1)).toEqual([seq]);
      const before = openings.length;
      last().queue.fail(new SubgraphUnavailableError('rooms', { wasOpen: true }));
      await vi.waitFor(() => expect(openings.length).toBe(before + 1));
    }
    expect(openings.map(({ after }) => after)).toEqual([0, 1, 2, 3]);
  });

  it('is left for another one when all that has come is read, where no cursor could bring it back', async () => {
    const [before, next] = [setUp({ cursorOf: null, after: null }), setUp({ cursorOf: null, after: null })];
    const reader = subscribe(before.upstream, null);
    const first = seqsOf(reader, 1);
    before.last().queue.push(event(1));
    expect(await first).toEqual([1]);
    for (const seq of [2, 3]) before.last().queue.push(event(seq));
    await vi.waitFor(() => expect(before.upstream.ring.head).toBe(3));
    reader.turnTo(
      sourceOf(next.upstream, async ({ result }) => ({ data: result.data ?? null })),
      false,
    );
    expect(await seqsOf(reader, 2)).toEqual([2, 3]);
    const last = seqsOf(reader, 1);
    await vi.waitFor(() => expect(before.onClosed).toHaveBeenCalledOnce());
    next.last().queue.push(event(4));
    expect(await last).toEqual([4]);
  });

  it('keeps trying while the subgraph is away, once it has been there', async () => {
    const { upstream, openings, last } = setUp();
    const reader = subscribe(upstream);
    last().queue.fail(new SubgraphUnavailableError('rooms', { wasOpen: true }));
    for (let attempt = 2; attempt < 6; attempt += 1) {
      await vi.waitFor(() => expect(openings.length).toBe(attempt));
      last().queue.fail(new SubgraphUnavailableError('rooms'));
    }
    await vi.waitFor(() => expect(openings.length).toBe(6));
    last().queue.push(event(1));
    expect(await seqsOf(reader, 1)).toEqual([1]);
  });

  it('answers who subscribes to a subgraph that is not there', async () => {
    const { upstream, last } = setUp();
    const reader = subscribe(upstream);
    last().queue.fail(new SubgraphUnavailableError('rooms'));
    await expect(seqsOf(reader, 1)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });

  it('ends with an event that is larger than what is taken: the same would come again', async () => {
    const { upstream, openings, last } = setUp();
    const reader = subscribe(upstream);
    last().queue.push(event(1));
    expect(await seqsOf(reader, 1)).toEqual([1]);
    last().queue.fail(new EventTooLargeError('rooms'));
    await expect(seqsOf(reader, 1)).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
      subgraph: 'rooms',
    });
    expect(openings).toHaveLength(1);
  });

  it('drops what a resumed stream repeats', async () => {
    const { upstream, last } = setUp();
    const reader = subscribe(upstream);
    for (const seq of [1, 2, 2, 1, 3]) last().queue.push(event(seq));
    expect(await seqsOf(reader, 3)).toEqual([1, 2, 3]);
  });

  it('marks the first event after a gap that nobody can fill', async () => {
    const { upstream, openings, last } = setUp({ cursorOf: null, after: null });
    const results: unknown[] = [];
    const reader = new Subscriber({
      after: null,
      source: sourceOf(upstream, async ({ result }) => {
        results.push(result.extensions);
        return { data: null };
      }),
    });
    last().queue.push(event(1));
    await reader.results.next();
    last().queue.fail(new SubgraphUnavailableError('rooms', { wasOpen: true }));
    await vi.waitFor(() => expect(openings.length).toBe(2));
    for (const seq of [2, 3]) last().queue.push(event(seq));
    await reader.results.next();
    await reader.results.next();
    expect(results).toEqual([
      undefined,
      { subscription: { reconnected: true, gapMs: expect.any(Number) } },
      undefined,
    ]);
  });

  it('marks the first event also where it was lost before any cursor came, and later losses no more', async () => {
    const { upstream, openings, last } = setUp({ after: null });
    const results: unknown[] = [];
    const reader = new Subscriber({
      after: null,
      source: sourceOf(upstream, async ({ result }) => {
        results.push([result.data?.['seq'], result.extensions]);
        return { data: null };
      }),
    });
    for (const seq of [5, 6]) {
      const before = openings.length;
      last().queue.fail(new SubgraphUnavailableError('rooms', { wasOpen: true }));
      await vi.waitFor(() => expect(openings.length).toBe(before + 1));
      last().queue.push(event(seq));
      await reader.results.next();
    }
    expect(openings.map(({ after }) => after)).toEqual([null, null, 5]);
    expect(results).toEqual([
      [5, { subscription: { reconnected: true, gapMs: expect.any(Number) } }],
      [6, undefined],
    ]);
  });

  it('ends its readers with the subgraph’s last word', async () => {
    const { upstream, last } = setUp();
    const reader = subscribe(upstream);
    last().queue.push(event(1));
    last().queue.end();
    expect(await seqsOf(reader, 5)).toEqual([1]);
  });

  it('is closed when its last reader has left, and not before', async () => {
    const { upstream, last, onClosed } = setUp();
    const [one, two] = [subscribe(upstream), subscribe(upstream)];
    last().queue.push(event(1));
    await Promise.all([seqsOf(one, 1), seqsOf(two, 1)]);
    await one.results.return();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(last().isClosed).toBe(false);
    await two.results.return();
    await vi.waitFor(() => expect(last().isClosed).toBe(true));
    expect(onClosed).toHaveBeenCalledOnce();
  });

  it('stays for a while for those who were cut off', async () => {
    const { upstream, openings, last } = setUp({ lingerMs: 200 });
    const first = subscribe(upstream);
    last().queue.push(event(1));
    await seqsOf(first, 1);
    await first.results.return();
    for (const seq of [2, 3]) last().queue.push(event(seq));
    expect(await seqsOf(subscribe(upstream, 1), 2)).toEqual([2, 3]);
    expect(openings).toHaveLength(1);
  });
});

describe('a reader that cannot keep up', () => {
  const bounds = { maxEvents: 8, maxBytes: 1_000_000 };
  const flood = (queue: PushQueue<ExecutionResult>, count: number) => {
    for (let seq = 1; seq <= count; seq += 1) queue.push(event(seq));
  };

  it('is told so when the ring has overtaken it; the others lose nothing', async () => {
    const { upstream, last } = setUp({ bounds });
    const [fast, stalled] = [subscribe(upstream), subscribe(upstream)];
    last().queue.push(event(1));
    await Promise.all([seqsOf(fast, 1), seqsOf(stalled, 1)]);
    for (let seq = 2; seq <= 40; seq += 1) last().queue.push(event(seq));
    expect(await seqsOf(fast, 39)).toEqual(Array.from({ length: 39 }, (_, index) => index + 2));
    await expect(seqsOf(stalled, 1)).rejects.toMatchObject({ extensions: { code: 'SLOW_CONSUMER' } });
  });

  it('gets a long replay whole, because the subgraph is held back to its pace', async () => {
    const { upstream, last } = setUp({ bounds });
    const reader = subscribe(upstream);
    flood(last().queue, 500);
    expect(await seqsOf(reader, 500)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
  });

  it('is not overtaken by few large events either', async () => {
    const { upstream, last } = setUp({ bounds: { maxEvents: 256, maxBytes: 1_000 } });
    const reader = subscribe(upstream);
    for (let seq = 1; seq <= 100; seq += 1) last().queue.push({ data: { seq, text: 'x'.repeat(200) } });
    expect(await seqsOf(reader, 100)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('is given up when it makes no progress at all', async () => {
    const { upstream, last } = setUp({ bounds, pacing: { ...pacing, patienceMs: 10 } });
    const reader = subscribe(upstream);
    flood(last().queue, 30);
    expect(await seqsOf(reader, 1)).toEqual([1]);
    await vi.waitFor(() => expect(upstream.ring.head).toBeGreaterThan(10), 2_000);
    await expect(seqsOf(reader, 1)).rejects.toMatchObject({ extensions: { code: 'SLOW_CONSUMER' } });
  });
});

describe('a subscriber', () => {
  it('frees its place also when it never read anything', async () => {
    const { upstream } = setUp();
    const release = vi.fn();
    const source = sourceOf(upstream, async () => ({ data: null }));
    const reader = new Subscriber({ after: 0, source, owner: { release } });
    await reader.results.return();
    reader.close();
    expect(release).toHaveBeenCalledOnce();
  });

  it('that is ended from outside throws the reason and delivers nothing more', async () => {
    const { upstream, last } = setUp();
    const reader = subscribe(upstream);
    last().queue.push(event(1));
    await seqsOf(reader, 1);
    const waiting = reader.results.next();
    reader.end(new Error('out'));
    last().queue.push(event(2));
    await expect(waiting).rejects.toThrow('out');
    expect(await reader.results.next()).toMatchObject({ done: true });
  });

  it('that is ended while an event is completed elsewhere does not get that event', async () => {
    const { upstream, last } = setUp();
    const completing = Promise.withResolvers<{ data: null }>();
    const reader = new Subscriber({
      after: 0,
      source: sourceOf(upstream, () => completing.promise),
    });
    const waiting = reader.results.next();
    last().queue.push(event(1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    reader.end(new Error('out'));
    completing.resolve({ data: null });
    await expect(waiting).rejects.toThrow('out');
  });

  it('can be stopped while it waits', async () => {
    const { upstream } = setUp();
    const reader = subscribe(upstream);
    const waiting = reader.results.next();
    await reader.results.return();
    expect(await waiting).toMatchObject({ done: true });
  });
});
