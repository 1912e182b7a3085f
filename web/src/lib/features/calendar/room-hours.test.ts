import { describe, expect, it } from 'vitest';
import { minutesOn, placeInHours } from './room-hours.ts';

const day = '2026-11-29';
const at = (time: string) => `${time}:00.000Z`;

describe('a booking among the hours of a room, 7 to 21', () => {
  it.each([
    ['2026-11-29T07:00', '2026-11-29T14:00', 0, 50],
    ['2026-11-29T14:00', '2026-11-29T21:00', 50, 50],
    ['2026-11-29T06:00', '2026-11-29T07:00', 0, 0],
    ['2026-11-29T21:00', '2026-11-29T22:00', 100, 0],
    ['2026-11-28T22:00', '2026-11-29T14:00', 0, 50],
    ['2026-11-29T14:00', '2026-11-30T02:00', 50, 50],
  ])(
    'from %s until %s begins at %d percent and is %d wide',
    (startsAt, endsAt, leftPercent, widthPercent) => {
      const minutes = minutesOn(day, { startsAt: at(startsAt), endsAt: at(endsAt) }, 'UTC');
      expect(placeInHours(minutes)).toEqual({ leftPercent, widthPercent });
    },
  );
});
