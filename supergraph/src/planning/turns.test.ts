import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { unobserved } from '../testing/planning/unobserved.ts';
import { Demand } from './demand.ts';
import { PlanningBusy } from './planning-errors.ts';
import { Turns } from './turns.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const waitMs = 10_000;

/** What comes of it where loading and then planning take so many milliseconds. */
async function outcomeOf(loadMs: number, planMs: number): Promise<string> {
  const done: string[] = [];
  const taken = new Turns(unobserved).take(new Demand('ann'), waitMs, async (begin) => {
    await vi.advanceTimersByTimeAsync(loadMs);
    begin();
    done.push('begun');
    await vi.advanceTimersByTimeAsync(planMs);
    return 'planned';
  });
  const outcome = await taken.catch((error: unknown) => (error instanceof PlanningBusy ? 'busy' : 'failed'));
  return [...done, outcome].join(', ');
}

it.each([
  ['what begins in time is waited for, however long it takes', waitMs - 1, 3 * waitMs, 'begun, planned'],
  ['what has to be done before is waited for as a turn is', waitMs, 0, 'busy'],
])('%s', async (_, loadMs, planMs, outcome) => {
  expect(await outcomeOf(loadMs, planMs)).toBe(outcome);
  expect(vi.getTimerCount()).toBe(0);
});
