import { describe, expect, it } from 'vitest';
import { createBoundedQueue } from './bounded-queue.ts';

class FullError extends Error {}

const makeQueue = () => createBoundedQueue({ concurrency: 2, maxWaiting: 1, refuse: () => new FullError() });

/** A task that ends when told to. */
function makeTask() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  return { run: () => promise, finish: resolve, fail: reject };
}

describe('a bounded queue', () => {
  it('refuses at once what would wait behind a full line', async () => {
    const queue = makeQueue();
    const [a, b, c, d] = [makeTask(), makeTask(), makeTask(), makeTask()];
    const accepted = [queue.run(a.run), queue.run(b.run), queue.run(c.run)];
    await expect(queue.run(d.run)).rejects.toBeInstanceOf(FullError);
    for (const task of [a, b, c]) task.finish('done');
    expect(await Promise.all(accepted)).toEqual(['done', 'done', 'done']);
    d.finish('now there is room');
    expect(await queue.run(d.run)).toBe('now there is room');
  });

  it('never runs more at a time than it may, and all of them', async () => {
    const queue = createBoundedQueue({ concurrency: 3, maxWaiting: 100, refuse: () => new FullError() });
    let running = 0;
    let most = 0;
    const task = async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running -= 1;
    };
    await Promise.all(Array.from({ length: 50 }, () => queue.run(task)));
    expect({ running, most }).toEqual({ running: 0, most: 3 });
  });

  it('goes on after a task that fails', async () => {
    const queue = makeQueue();
    const [a, b, c] = [makeTask(), makeTask(), makeTask()];
    const first = queue.run(a.run);
    const others = [queue.run(b.run), queue.run(c.run)];
    a.fail(new Error('broken'));
    await expect(first).rejects.toThrow('broken');
    b.finish('b');
    c.finish('c');
    expect(await Promise.all(others)).toEqual(['b', 'c']);
  });
});
