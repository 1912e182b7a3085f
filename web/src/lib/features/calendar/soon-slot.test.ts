import { describe, expect, it } from 'vitest';
import { soonSlot } from './soon-slot.ts';

const today = '2026-11-21';

describe('the time of an event that is planned without pointing at one', () => {
  it.each([
    ['the first minute', 0, 30],
    ['just before a half hour', 29, 30],
    ['on it: that one has begun', 30, 60],
    ['late: the last hour of the day', 1_381, 1_380],
    ['the last minute', 1_439, 1_380],
  ])('today, %s', (_, minutes, from) => {
    expect(soonSlot(today, { day: today, minutes })).toEqual({ day: today, from, until: from + 60 });
  });

  it.each([0, 720, 1_439])('another day at nine, whatever the clock shows: minute %i', (minutes) => {
    expect(soonSlot('2026-11-22', { day: today, minutes })).toEqual({
      day: '2026-11-22',
      from: 540,
      until: 600,
    });
  });
});
