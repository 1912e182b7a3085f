import { KeyValueUnavailableError } from '@moim/kit/live/key-value.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { describe, expect, it, vi } from 'vitest';
import { RecentChanges } from './recent-changes.ts';

async function setUp({ flushedAtMs = 0 } = {}) {
  const clock = { ms: 0 };
  const nowMs = () => clock.ms;
  const keyValue = new MemoryKeyValueStore({ nowMs });
  await keyValue.set('position-epoch', String(flushedAtMs), 86_400_000);
  const open = () => new RecentChanges({ keyValue, now: nowMs, today: () => 1_000_000 + clock.ms });
  return { clock, keyValue, here: open(), there: open() };
}

describe('a change that somebody made through one process', () => {
  it.each([
    ['at once', 0, true],
    ['just before six seconds are over', 5_999, true],
    ['after six seconds', 6_000, false],
  ])('is known to another process %s: %#', async (_, passedMs, isKnown) => {
    const { clock, here, there } = await setUp();
    await here.note('ann');
    clock.ms += passedMs;
    expect(await there.mayHaveChanged('ann')).toBe(isKnown);
  });

  it('is nothing to anybody else', async () => {
    const { here, there } = await setUp();
    await here.note('ann');
    expect(await there.mayHaveChanged('bob')).toBe(false);
  });

  it.each([
    ['within a second is not written again', 999, 1],
    ['after a second is written again', 1_000, 2],
  ])('and another one %s', async (_, passedMs, times) => {
    const { clock, keyValue, here } = await setUp();
    const set = vi.spyOn(keyValue, 'set');
    await here.note('ann');
    clock.ms += passedMs;
    await here.note('ann');
    expect(set).toHaveBeenCalledTimes(times);
  });

  it('that could not be written is written with the next', async () => {
    const { keyValue, here, there } = await setUp();
    vi.spyOn(keyValue, 'set').mockRejectedValueOnce(new KeyValueUnavailableError());
    await here.note('ann');
    await here.note('ann');
    expect(await there.mayHaveChanged('ann')).toBe(true);
  });
});

describe('everybody may have changed something', () => {
  it('while the store is away', async () => {
    const { keyValue, there } = await setUp();
    vi.spyOn(keyValue, 'get').mockRejectedValue(new KeyValueUnavailableError());
    expect(await there.mayHaveChanged('ann')).toBe(true);
  });

  it.each([
    ['within six seconds', 5_999, true],
    ['no longer after six seconds', 6_000, false],
  ])('where the store began anew: %s', async (_, passedMs, isUnsure) => {
    const { clock, there } = await setUp({ flushedAtMs: 1_000_000 });
    clock.ms += passedMs;
    expect(await there.mayHaveChanged('ann')).toBe(isUnsure);
  });
});
