import { expect, it } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
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

// It may have been moved or cancelled after the reminder rang.
it('does not say of a past one that it took place', () => {
  expect(m.told_past_reminder({ title: 'Site visit' }, { locale: 'en' })).toBe('Reminder: Site visit');
  expect(m.told_past_reminder({ title: '현장 방문' }, { locale: 'ko' })).toBe('알림: 현장 방문');
});
