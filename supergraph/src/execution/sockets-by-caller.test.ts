import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExecutionResult } from 'graphql';
import { closableStream } from './closable-stream.ts';
import { PushQueue } from './push-queue.ts';
import { socketsByCaller } from './sockets-by-caller.ts';
import type { SubgraphStreams } from './subgraph-streams.ts';

const operation = (authorization?: string) => ({
  ...{ query: 'subscription { a }', variables: {} },
  identity: { viewer: null, isService: false, requestId: 'r1' },
  ...(authorization === undefined ? {} : { authorization }),
});
const queues: PushQueue<ExecutionResult>[] = [];
const opened: (string | undefined)[] = [];
const closed: (string | undefined)[] = [];

function open(authorization: string | undefined): SubgraphStreams {
  opened.push(authorization);
  return {
    subscribe: () => {
      const queue = new PushQueue<ExecutionResult>(9);
      queues.push(queue);
      return closableStream({ next: () => queue.next(), close: () => queue.end() });
    },
    close: async () => void closed.push(authorization),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  for (const list of [queues, opened, closed]) list.length = 0;
});
afterEach(() => void vi.useRealTimers());

describe('sockets to a foreign subgraph', () => {
  it('are one for each Authorization, opened with the first stream', async () => {
    const sockets = socketsByCaller(open);
    const streams = ['Bearer a', 'Bearer a', 'Bearer b', undefined].map((said) =>
      sockets.subscribe(operation(said)),
    );
    expect(opened).toEqual([]);
    const reading = streams.map((stream) => stream.next());
    await vi.advanceTimersByTimeAsync(0);
    expect(opened).toEqual(['Bearer a', 'Bearer b', undefined]);
    for (const queue of queues) queue.push({ data: { a: 1 } });
    expect(await Promise.all(reading)).toEqual(
      reading.map(() => ({ done: false, value: { data: { a: 1 } } })),
    );
    await sockets.close();
    expect(closed).toEqual(opened);
  });

  it.each<[string, (stream: AsyncGenerator<ExecutionResult, void, void>) => Promise<unknown>]>([
    ['is left', (stream) => stream.return()],
    ['ends', () => Promise.resolve(queues[0]?.end())],
    ['is lost', () => Promise.resolve(queues[0]?.fail(new Error('lost')))],
  ])('are closed ten seconds after the last stream %s', async (_, finish) => {
    const sockets = socketsByCaller(open);
    const stream = sockets.subscribe(operation('Bearer a'));
    const reading = stream.next().catch(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    await finish(stream);
    await reading;
    await vi.advanceTimersByTimeAsync(9_999);
    expect(closed).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(closed).toEqual(['Bearer a']);
  });

  it('are kept for whoever comes back in time', async () => {
    const sockets = socketsByCaller(open);
    const first = sockets.subscribe(operation('Bearer a'));
    void first.next();
    await vi.advanceTimersByTimeAsync(0);
    await first.return();
    await vi.advanceTimersByTimeAsync(5_000);
    void sockets.subscribe(operation('Bearer a')).next();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([opened, closed]).toEqual([['Bearer a'], []]);
  });
});
