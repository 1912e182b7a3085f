import { setImmediate as breathe } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { describe, expect, it } from 'vitest';
import { closableStream } from '../execution/closable-stream.ts';
import { PushQueue } from '../execution/push-queue.ts';
import { Outcome } from './outcome.ts';
import type { RingEntry } from './ring.ts';
import type { Source } from './source.ts';
import { Subscriber } from './subscriber.ts';
import { Upstream } from './upstream.ts';

/** A stream at a subgraph, and whose it is; says by whom its events were completed, and where it was opened. */
class FakeSource implements Source {
  readonly isShared = false;
  readonly isTold = false;
  readonly mayBeAwaited: boolean;
  readonly events = new PushQueue<ExecutionResult>(10);
  readonly openedAfter: (number | null)[] = [];
  hasLetGo = false;
  readonly #name: string;
  readonly #isContinued: boolean;
  #upstream: Upstream | undefined;

  constructor(name: string, mayBeAwaited = true, isContinued = false) {
    this.#name = name;
    this.mayBeAwaited = mayBeAwaited;
    this.#isContinued = isContinued;
  }

  upstream(after: number | null): Upstream {
    return (this.#upstream ??= this.#open(after));
  }

  #open(after: number | null): Upstream {
    this.openedAfter.push(after);
    return new Upstream({
      open: () => closableStream({ next: () => this.events.next(), close: async () => this.events.end() }),
      cursorOf: ({ data }) => (typeof data?.['seq'] === 'number' ? data['seq'] : null),
      ...{ after, isContinued: this.#isContinued, lingerMs: 0, onClosed: () => undefined },
    });
  }

  catchUp(after: number): Upstream {
    return this.upstream(after);
  }

  execute({ result: { data, extensions } }: RingEntry) {
    const result = { data: { ...data, by: this.#name } };
    return new Outcome(Promise.resolve(extensions ? { ...result, extensions } : result));
  }

  readBy(): void {
    // nobody but the upstream wakes
  }

  leave(): void {
    // it holds nothing
  }

  letGo(): void {
    this.hasLetGo = true;
  }
}

const event = (seq: number | null) => ({ data: { seq } });

/** One who has read nothing yet, and turns. */
async function turned(next: FakeSource, former = new FakeSource('former')) {
  const subscriber = new Subscriber<FakeSource>({ after: null, source: former });
  const { results } = subscriber;
  const first = results.next();
  await breathe();
  subscriber.turnTo(next, false);
  return { former, subscriber, first, read: async () => (await results.next()).value };
}

describe('a subscriber to whom nothing has come when he turns to a stream that can be resumed', () => {
  it('lets the former source go, and has all events from the next one', async () => {
    const next = new FakeSource('next');
    const { former, first, read } = await turned(next);
    expect({ hasLetGo: former.hasLetGo, opened: next.openedAfter }).toEqual({ hasLetGo: true, opened: [] });
    former.events.push(event(7));
    await breathe();
    expect(next.openedAfter).toEqual([6]);
    for (const seq of [7, 8]) next.events.push(event(seq));
    expect([(await first).value, await read()]).toEqual([
      { data: { seq: 7, by: 'next' } },
      { data: { seq: 8, by: 'next' } },
    ]);
  });

  it('has an event without a cursor at once, and waits on', async () => {
    const next = new FakeSource('next');
    const { former, first, read } = await turned(next);
    former.events.push(event(null));
    expect((await first).value).toEqual({ data: { seq: null, by: 'next' } });
    expect(next.openedAfter).toEqual([]);
    const second = read();
    former.events.push(event(1));
    next.events.push(event(1));
    expect(await second).toEqual({ data: { seq: 1, by: 'next' } });
    expect(next.openedAfter).toEqual([0]);
  });

  it('is told that something was missed where the former stream took the place of another', async () => {
    const next = new FakeSource('next');
    const { former, first, read } = await turned(next, new FakeSource('former', true, true));
    former.events.push(event(7));
    for (const seq of [7, 8]) next.events.push(event(seq));
    expect((await first).value).toEqual({
      data: { seq: 7, by: 'next' },
      extensions: { subscription: { reconnected: true, gapMs: expect.any(Number) } },
    });
    expect(await read()).toEqual({ data: { seq: 8, by: 'next' } });
    expect({ hasLetGo: former.hasLetGo, opened: next.openedAfter }).toEqual({ hasLetGo: true, opened: [7] });
  });

  it('lets go once, and reads from the last that he is to turn to', async () => {
    const { former, subscriber, first } = await turned(new FakeSource('next'));
    const last = new FakeSource('last');
    subscriber.turnTo(last, false);
    former.events.push(event(3));
    last.events.push(event(3));
    expect((await first).value).toEqual({ data: { seq: 3, by: 'last' } });
    expect(last.openedAfter).toEqual([2]);
  });

  it('stays where he is when he is to go on there, by the rules of the last', async () => {
    const { former, subscriber, first } = await turned(new FakeSource('next'));
    subscriber.turnTo(new FakeSource('as before'), true);
    former.events.push(event(1));
    expect((await first).value).toEqual({ data: { seq: 1, by: 'as before' } });
  });
});

it('keeps the former source where something has come that is not read yet', async () => {
  const [former, next] = [new FakeSource('former'), new FakeSource('next')];
  const subscriber = new Subscriber<FakeSource>({ after: null, source: former });
  expect(subscriber.poll()).toBeNull();
  former.events.push(event(1));
  await breathe();
  subscriber.turnTo(next, false);
  expect(former.hasLetGo).toBe(false);
  expect((await subscriber.results.next()).value).toEqual({ data: { seq: 1, by: 'former' } });
  const second = subscriber.results.next();
  next.events.push(event(2));
  expect((await second).value).toEqual({ data: { seq: 2, by: 'next' } });
  expect(next.openedAfter).toEqual([1]);
});

it('turns at once to a stream that cannot be resumed, and lets nothing go', async () => {
  const next = new FakeSource('next', false);
  const { former, first } = await turned(next);
  await breathe();
  expect({ hasLetGo: former.hasLetGo, opened: next.openedAfter }).toEqual({
    hasLetGo: false,
    opened: [null],
  });
  next.events.push(event(1));
  expect((await first).value).toEqual({ data: { seq: 1, by: 'next' } });
});
