import { describe, expect, it } from 'vitest';
import { addDays, formatTripDays, formatTripDistance, tripLength } from './trip-dates.ts';

const today = '2026-11-21';
const plain = (text: string) => text.replaceAll(/[\u00a0\u2009\u202f]/g, ' ');

describe('the days of a trip', () => {
  it.each([
    ['2026-11-24', '2026-11-24', '11월 24일 (화)', 'Tue, Nov 24'],
    ['2026-11-24', '2026-11-26', '11월 24일 (화)~26일 (목)', 'Tue, Nov 24 – Thu, Nov 26'],
    [
      '2026-12-30',
      '2027-01-02',
      '2026년 12월 30일 (수)~2027년 1월 2일 (토)',
      'Wed, Dec 30, 2026 – Sat, Jan 2, 2027',
    ],
  ])('read from %s to %s', (travelOn, untilOn, korean, english) => {
    expect(plain(formatTripDays({ travelOn, untilOn }, 'ko', today))).toBe(korean);
    expect(plain(formatTripDays({ travelOn, untilOn }, 'en', today))).toBe(english);
  });

  it.each([
    ['2026-11-22', '2026-11-22', 'tomorrow', 1],
    ['2026-12-03', '2026-12-05', 'in 12 days', 3],
    ['2026-11-20', '2026-11-22', null, 3],
    ['2026-11-21', '2026-11-21', null, 1],
    ['2026-11-17', '2026-11-18', '3 days ago', 2],
  ])('are near or far: %s to %s', (travelOn, untilOn, distance, length) => {
    expect(formatTripDistance({ travelOn, untilOn }, 'en', today)).toBe(distance);
    expect(tripLength({ travelOn, untilOn })).toBe(length);
  });

  it('are counted across months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  });
});
