import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import { Caller } from '../graph/caller.ts';
import { LiveCredential } from './live-credential.ts';

const everyMs = 3_000;
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const caller = new Caller({ viewer: null, isService: false, requestId: 'r' });

it('looks up each connection once in the time, many at one moment and not all at one', async () => {
  const looked: number[] = [];
  const all = Array.from({ length: 290 }, () => {
    vi.advanceTimersByTime(10);
    const ask = async () => {
      looked.push(performance.now());
      return caller;
    };
    const live = new LiveCredential({ memberId: 'ann', caller: ask }, everyMs);
    live.hold({ end: () => undefined });
    return live;
  });
  await vi.advanceTimersByTimeAsync(everyMs);
  expect(looked).toHaveLength(all.length);
  expect(new Set(looked).size).toBeGreaterThan(20);
  expect(new Set(looked).size).toBeLessThanOrEqual(32);
  all.forEach((live) => live.close());
});

it('ends its streams no later than a little behind the time once it stands for nobody', async () => {
  const end = vi.fn();
  const live = new LiveCredential(
    { memberId: 'ann', caller: () => Promise.reject(new UnauthenticatedError()) },
    everyMs,
  );
  live.hold({ end });
  await vi.advanceTimersByTimeAsync(everyMs - 1);
  expect(end).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(101);
  expect(end).toHaveBeenCalledOnce();
});
