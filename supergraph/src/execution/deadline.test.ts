import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deadline } from './deadline.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const never = new Promise<never>(() => undefined);
const stateOf = ({ isOver, hasPassed, hasLeft, signal }: Deadline) => ({
  isOver,
  hasPassed,
  hasLeft,
  isAborted: signal.aborted,
});

describe('a deadline', () => {
  it.each([
    ['not begun', () => undefined, { isOver: false, hasPassed: false, hasLeft: false, isAborted: false }],
    [
      'begun',
      (one: Deadline) => one.begin(1_000),
      { isOver: false, hasPassed: false, hasLeft: false, isAborted: false },
    ],
    [
      'passed',
      (one: Deadline) => {
        one.begin(1_000);
        vi.advanceTimersByTime(1_000);
      },
      { isOver: true, hasPassed: true, hasLeft: false, isAborted: true },
    ],
    [
      'left before it passed',
      (one: Deadline) => {
        one.begin(1_000);
        one.leave();
        vi.advanceTimersByTime(1_000);
      },
      { isOver: true, hasPassed: false, hasLeft: true, isAborted: true },
    ],
    [
      'answered before it passed',
      (one: Deadline) => {
        one.begin(1_000);
        one.end();
        vi.advanceTimersByTime(1_000);
      },
      { isOver: false, hasPassed: false, hasLeft: false, isAborted: false },
    ],
  ] as const)('that is %s', (_, happen, state) => {
    const deadline = new Deadline();
    happen(deadline);
    expect(stateOf(deadline)).toEqual(state);
  });

  it('aborts the signal that somebody has already', () => {
    const deadline = new Deadline();
    const { signal } = deadline;
    deadline.leave();
    expect(signal.aborted).toBe(true);
  });

  it('gives up what it waits for, whoever goes on with it', async () => {
    const deadline = new Deadline();
    deadline.begin(1_000);
    const answers = Promise.allSettled([deadline.orOver(never), deadline.orOver(Promise.resolve(1))]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await answers).toEqual([
      {
        status: 'rejected',
        reason: expect.objectContaining({ message: expect.stringContaining('deadline') }),
      },
      { status: 'fulfilled', value: 1 },
    ]);
    await expect(deadline.orOver(never)).rejects.toThrow('deadline');
  });
});
