import { expect, it } from 'vitest';
import { PlanningBusy, PlanningFault, TookTooMuch, TooComplex } from './planning-errors.ts';
import { Refusals } from './refusals.ts';

const minuteMs = 60_000;
const failing = {
  here: (error: Error) => {
    throw error;
  },
  elsewhere: (error: Error) => Promise.reject(error),
};

/** Whether a refusal stands so many milliseconds after it. */
async function stands(fail: (error: Error) => unknown, error: Error, afterMs: number): Promise<boolean> {
  let nowMs = 5;
  const refusals = new Refusals<string>(new Map(), () => nowMs);
  await expect((async () => refusals.unlessRefused('one', () => fail(error)))()).rejects.toBe(error);
  nowMs += afterMs;
  expect(refusals.unlessRefused('another', () => 'planned')).toBe('planned');
  return Promise.resolve()
    .then(() => refusals.unlessRefused('one', () => false))
    .catch((refusal: unknown) => refusal === error);
}

it.each<[string, Error, number, boolean]>([
  ['the planner’s own verdict stands', new TooComplex(), 0, true],
  ['and for good', new TooComplex(), 1_000 * minuteMs, true],
  ['what was ended by a clock stands', new TookTooMuch('time'), 0, true],
  ['for nearly a minute', new TookTooMuch('memory'), minuteMs - 1, true],
  ['and no longer', new TookTooMuch('time'), minuteMs, false],
  ['that it was not its turn is none', new PlanningBusy(), 0, false],
  ['nor is a fault', new PlanningFault('lost'), 0, false],
])('%s', async (_, error, afterMs, expected) => {
  expect(await stands(failing.here, error, afterMs)).toBe(expected);
  expect(await stands(failing.elsewhere, error, afterMs)).toBe(expected);
});
