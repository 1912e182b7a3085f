import { describe, expect, it } from 'vitest';
import { lengthen, shiftDays, shiftTimes } from './shift.ts';

const meeting = { startsAt: '2026-03-07T15:00:00.000Z', endsAt: '2026-03-07T16:00:00.000Z' };

describe('another time', () => {
  it('is as much later on the clock, over a change of the clocks too', () => {
    // 10:00 in New York on 7 March is 15:00 UTC; on the 8th, after the change, it is 14:00 UTC.
    expect(shiftTimes(meeting, { days: 1, minutes: 0 }, 'America/New_York')).toEqual({
      startsAt: '2026-03-08T14:00:00.000Z',
      endsAt: '2026-03-08T15:00:00.000Z',
    });
  });

  it.each([
    [{ days: 0, minutes: -15 }, '2026-03-07T14:45:00.000Z'],
    [{ days: 0, minutes: 600 }, '2026-03-08T01:00:00.000Z'],
    [{ days: -7, minutes: 0 }, '2026-02-28T15:00:00.000Z'],
  ])('%o begins at %s', (shift, startsAt) => {
    const moved = shiftTimes(meeting, shift, 'Asia/Seoul');
    expect(moved.startsAt).toBe(startsAt);
    expect(Date.parse(moved.endsAt) - Date.parse(moved.startsAt)).toBe(3_600_000);
  });

  it('of a whole day reaches from midnight to midnight, be it 23 hours long', () => {
    const day = { startsAt: '2026-03-07T05:00:00.000Z', endsAt: '2026-03-08T05:00:00.000Z' };
    expect(shiftDays(day, 1, 'America/New_York')).toEqual({
      startsAt: '2026-03-08T05:00:00.000Z',
      endsAt: '2026-03-09T04:00:00.000Z',
    });
  });

  it.each([
    [30, '2026-03-07T16:30:00.000Z'],
    [-15, '2026-03-07T15:45:00.000Z'],
    [-90, '2026-03-07T15:15:00.000Z'],
  ])('%i minutes longer ends at %s, and never before its start', (minutes, endsAt) => {
    expect(lengthen(meeting, minutes, 15).endsAt).toBe(endsAt);
  });
});
