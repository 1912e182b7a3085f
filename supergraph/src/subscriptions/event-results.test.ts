import { describe, expect, it, vi } from 'vitest';
import type { Execute } from './generation.ts';
import { EventResults } from './event-results.ts';

const event = (cursor: number) => ({ result: { data: {} }, cursor, bytes: 2 });
const failure = { errors: [{ message: 'away' }], data: null };

describe('EventResults', () => {
  it('makes what becomes of an event once', async () => {
    const execute = vi.fn<Execute>(async ({ cursor }) => ({ data: { cursor } }));
    const results = new EventResults(execute);
    const [one, other] = [event(1), event(2)];
    const sharers = [results.join(), results.join()];
    const outcomes = sharers.map((sharer) => results.of(one, sharer));
    await outcomes[0]?.promise;
    expect(results.of(one, results.join())).toBe(outcomes[1]);
    expect(await results.of(other, results.join()).promise).toEqual({ data: { cursor: 2 } });
    expect(execute).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['has errors', async () => failure],
    ['is thrown', () => Promise.reject(new Error('away'))],
  ])('gives one that %s to all who were there, and makes it again for who comes later', async (_, fail) => {
    const execute = vi.fn<Execute>(fail);
    const results = new EventResults(execute);
    const [entry, early] = [event(1), results.join()];
    const first = results.forPresent(entry);
    const meanwhile = results.join();
    await first.promise.catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect([early, meanwhile].map((sharer) => results.of(entry, sharer) === first)).toEqual([true, true]);
    execute.mockResolvedValue({ data: { cursor: 1 } });
    const again = results.of(entry, results.join());
    expect(await again.promise).toEqual({ data: { cursor: 1 } });
    expect(results.of(entry, early)).toBe(again);
    expect(execute).toHaveBeenCalledTimes(2);
  });
});
