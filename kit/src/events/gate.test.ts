import { describe, expect, it, vi } from 'vitest';
import { Gate } from './gate.ts';

const never = new AbortController().signal;

describe('Gate', () => {
  it('remembers an opening from before the wait, once', async () => {
    vi.useFakeTimers();
    const gate = new Gate();
    gate.open();
    gate.open();
    await gate.wait(1_000, never); // no time passes
    const second = gate.wait(1_000, never).then(() => 'through');
    expect(await Promise.race([second, Promise.resolve('waiting')])).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await second).toBe('through');
    vi.useRealTimers();
  });

  it('opens for a waiter at once', async () => {
    const gate = new Gate();
    const waiting = gate.wait(60_000, never);
    gate.open();
    await waiting;
  });

  it('gives up the wait on abort', async () => {
    const stop = new AbortController();
    const waiting = new Gate().wait(60_000, stop.signal);
    stop.abort();
    await waiting;
    await new Gate().wait(60_000, stop.signal);
  });
});
