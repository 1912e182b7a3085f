import { describe, expect, it } from 'vitest';
import { addDays, addMonths, daysFrom, firstWeekdayOf, startOfWeek, weekOf, weeksOfMonth } from './days.ts';

describe('days of the calendar', () => {
  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2028-02-28', 1, '2028-02-29'],
  ])('%s and %i days is %s', (day, count, expected) => {
    expect(addDays(day, count)).toBe(expected);
    expect(daysFrom(day, expected)).toBe(count);
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-03-31', -1, '2026-02-28'],
  ])('%s and %i months is %s', (day, count, expected) => {
    expect(addMonths(day, count)).toBe(expected);
  });

  it.each([
    [0, '2026-11-15'],
    [1, '2026-11-16'],
  ])('a week that begins on weekday %i and holds a Saturday begins on %s', (firstWeekday, expected) => {
    expect(startOfWeek('2026-11-21', firstWeekday)).toBe(expected);
    expect(weekOf('2026-11-21', firstWeekday)).toHaveLength(7);
  });

  it('shows a month in six whole weeks', () => {
    const weeks = weeksOfMonth('2026-02-14', 0);
    expect(weeks.map(([first]) => first)).toEqual([
      '2026-02-01',
      '2026-02-08',
      '2026-02-15',
      '2026-02-22',
      '2026-03-01',
      '2026-03-08',
    ]);
  });

  it.each([
    ['ko-KR', 0],
    ['en-US', 0],
    ['en-GB', 1],
  ])('weeks of %s begin on weekday %i', (language, expected) => {
    expect(firstWeekdayOf(language)).toBe(expected);
  });
});
