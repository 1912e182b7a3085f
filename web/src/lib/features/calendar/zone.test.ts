import { describe, expect, it } from 'vitest';
import { clockOf, instantOf, minutesOf, wallOf } from './zone.ts';

describe('clocks on the wall', () => {
  it.each([
    ['2026-11-21T05:04:00Z', 'Asia/Seoul', '2026-11-21', '14:04'],
    ['2026-11-21T05:04:00Z', 'America/New_York', '2026-11-21', '00:04'],
    ['2026-11-20T16:00:00Z', 'Asia/Seoul', '2026-11-21', '01:00'],
    ['2026-11-21T00:00:00Z', 'Asia/Kathmandu', '2026-11-21', '05:45'],
    ['2026-07-01T00:00:00Z', 'Australia/Lord_Howe', '2026-07-01', '10:30'],
  ])('at %s those of %s show %s %s', (instant, zone, day, clock) => {
    const wall = wallOf(instant, zone);
    expect({ day: wall.day, clock: clockOf(wall.minutes) }).toEqual({ day, clock });
    expect(Date.parse(instantOf(wall, zone))).toBe(Date.parse(instant));
  });

  it.each([
    ['an hour that is skipped is read by the clock before', '2026-03-08', 150, '2026-03-08T07:30:00.000Z'],
    ['an hour that comes twice is the first', '2026-11-01', 90, '2026-11-01T05:30:00.000Z'],
    ['the hour after both', '2026-11-01', 150, '2026-11-01T07:30:00.000Z'],
  ])('in New York, %s', (_, day, minutes, expected) => {
    expect(instantOf({ day, minutes }, 'America/New_York')).toBe(expected);
  });

  it('read a field that was emptied as no time', () => {
    expect(minutesOf('')).toBeNull();
    expect(minutesOf('23:59')).toBe(1_439);
  });
});
