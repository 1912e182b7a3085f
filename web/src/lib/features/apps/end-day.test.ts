import { describe, expect, it } from 'vitest';
import { endDays, endOf } from './end-day.ts';

const twoYearsMs = 2 * 365 * 86_400_000;

describe('the last day of an app', () => {
  it.each([
    ['2027-11-29', 'Asia/Seoul', '2027-11-29T14:59:00.000Z'],
    ['2027-11-29', 'UTC', '2027-11-29T23:59:00.000Z'],
    ['2027-07-01', 'America/Los_Angeles', '2027-07-02T06:59:00.000Z'],
    ['', 'UTC', null],
    ['2027', 'UTC', null],
  ])('%s in %s is over at %s', (day, timeZone, instant) => {
    expect(endOf(day, timeZone)).toBe(instant);
  });

  it.each([
    ['just after midnight in summer', '2026-07-01T07:00:00.001Z', '2026-07-01', 'America/Los_Angeles'],
    ['just before midnight in winter', '2026-12-31T14:59:59.999Z', '2026-12-31', 'Asia/Seoul'],
  ])('is taken by the server from the first to the last, %s', (_, now, today, timeZone) => {
    const { first, usual, last } = endDays(today);
    for (const day of [first, usual, last]) {
      const leftMs = Date.parse(endOf(day, timeZone) ?? '') - Date.parse(now);
      expect(leftMs).toBeGreaterThan(0);
      expect(leftMs).toBeLessThanOrEqual(twoYearsMs);
    }
  });
});
