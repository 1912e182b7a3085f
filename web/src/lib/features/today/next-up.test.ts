import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { nextOf, untilText } from './next-up.ts';

const at = (clock: string) => `2026-11-21T${clock}:00Z`;
const until = (clock: string, isWholeDay = false) => ({ shown: { endsAt: at(clock), isWholeDay } });

describe('what comes next', () => {
  it.each([
    ['08:00', 0],
    ['09:59', 0],
    ['10:00', 1],
    ['11:30', 1],
  ])('at %s it is number %i', (now, index) => {
    const items = [until('10:00'), until('12:00')];
    expect(nextOf(items, at(now))).toBe(items[index]);
  });

  it('is nothing when the day is over, and never a whole day', () => {
    expect(nextOf([until('10:00')], at('10:00'))).toBeNull();
    expect(nextOf([until('23:59', true)], at('10:00'))).toBeNull();
  });

  it.each([
    ['10:25', 'in 25 minutes', '25분 후'],
    ['12:10', 'in 2 hours', '2시간 후'],
    ['09:30', 'Now', '지금'],
  ])('begins at %s: %s', (startsAt, english, korean) => {
    overwriteGetLocale(() => 'en');
    expect(untilText({ startsAt: at(startsAt) }, at('10:00'), 'en')).toBe(english);
    overwriteGetLocale(() => 'ko');
    expect(untilText({ startsAt: at(startsAt) }, at('10:00'), 'ko')).toBe(korean);
  });
});
