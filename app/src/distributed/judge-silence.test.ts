import { describe, expect, it } from 'vitest';
import { judgeSilence } from './judge-silence.ts';
import { readProcessLoad } from './process-load.ts';

const limitMs = 5_000;
const judge = (silentMs: number, loopMs: number, isRunnable: boolean) =>
  judgeSilence({ silentMs, load: { loopMs, isRunnable } }, limitMs);

describe('the watchdog', () => {
  it.each([
    ['speaks often enough', 5_000, 4_900, true, 'well'],
    ['computes all the time', 5_001, 5_000, true, 'stands'],
    ['computes, on half a processor', 5_001, 1_950, true, 'stands'],
    ['computes, on two fifths of a processor', 5_001, 1_550, true, 'stands'],
    ['computes, on a fifth of a processor', 5_001, 780, true, 'starved'],
    ['computes, on a fifth of a processor, until it has had enough of it', 8_900, 1_550, true, 'stands'],
    ['waits for a processor', 5_001, 200, true, 'starved'],
    ['waits for a processor for long', 29_000, 1_200, true, 'starved'],
    ['waits for a processor for ever', 30_001, 1_200, true, 'stands'],
    ['was stopped, or waits for another process', 5_001, 0, false, 'stands'],
  ] as const)('knows a process that %s', (_, silentMs, loopMs, isRunnable, verdict) => {
    expect(judge(silentMs, loopMs, isRunnable)).toBe(verdict);
  });

  it('goes by the time alone where the system tells nothing', () => {
    expect(judgeSilence({ silentMs: 5_001, load: null }, limitMs)).toBe('stands');
    expect(judgeSilence({ silentMs: 4_999, load: null }, limitMs)).toBe('well');
  });
});

describe.runIf(process.platform === 'linux')('what Linux tells of a process', () => {
  it('counts the processor time of its main thread', () => {
    const before = readProcessLoad(process.pid);
    for (const endsAtMs = performance.now() + 150; performance.now() < endsAtMs;);
    const after = readProcessLoad(process.pid);
    expect((after?.loopMs ?? 0) - (before?.loopMs ?? 0)).toBeGreaterThan(0);
    expect(after?.isRunnable).toBe(true);
  });

  it('is nothing once it is gone', () => {
    expect(readProcessLoad(2 ** 22 + 1)).toBeNull();
  });
});
