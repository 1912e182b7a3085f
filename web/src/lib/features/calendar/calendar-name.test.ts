import { afterEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { calendarName } from './calendar-name.ts';

afterEach(() => overwriteGetLocale(() => 'en'));

describe('the name of a calendar', () => {
  it.each([
    ['ko', { name: 'Personal', isPersonal: true }, '내 캘린더'],
    ['en', { name: 'Personal', isPersonal: true }, 'Personal'],
    ['ko', { name: '현장 일정', isPersonal: true }, '현장 일정'],
    ['ko', { name: 'Personal', isPersonal: false }, 'Personal'],
  ] as const)('in %s, %j is %s', (locale, calendar, shown) => {
    overwriteGetLocale(() => locale);
    expect(calendarName(calendar)).toBe(shown);
  });
});
