import { expect, it } from 'vitest';
import { isPastReminder } from './past-reminder.ts';

const startsAt = '2026-11-29T06:00:00.000Z';

it.each([
  ['REMINDER', startsAt, '2026-11-29T05:59:59.999Z', false],
  ['REMINDER', startsAt, '2026-11-29T06:00:00.000Z', true],
  ['REMINDER', startsAt, '2026-12-29T06:00:00.000Z', true],
  ['REMINDER', null, '2026-12-29T06:00:00.000Z', false],
  ['EVENT_MOVED', startsAt, '2026-12-29T06:00:00.000Z', false],
] as const)('a %s of what starts at %s is past at %s: %s', (kind, start, now, isPast) => {
  expect(isPastReminder({ kind, startsAt: start }, now)).toBe(isPast);
});
