import { describe, expect, it } from 'vitest';
import { isHourFree, minutesOn, placeInHours, type RoomOfDay } from './room-hours.ts';

const day = '2026-11-29';
const at = (time: string) => `${time}:00.000Z`;

const roomOf = (...bookings: readonly (readonly [startsAt: string, endsAt: string])[]): RoomOfDay => ({
  __typename: 'MeetingRoom',
  id: 'room',
  name: 'Hangang',
  place: '8F',
  capacity: 8,
  equipment: [],
  bookings: bookings.map(([startsAt, endsAt]) => ({
    __typename: 'RoomBooking',
    startsAt: at(startsAt),
    endsAt: at(endsAt),
    event: null,
  })),
});

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

describe('an hour of a room', () => {
  it.each([
    ['2026-11-29T09:00', '2026-11-29T10:00', 9, false],
    ['2026-11-29T09:00', '2026-11-29T10:00', 8, true],
    ['2026-11-29T09:00', '2026-11-29T10:00', 10, true],
    ['2026-11-29T09:59', '2026-11-29T10:01', 9, false],
    ['2026-11-29T09:59', '2026-11-29T10:01', 10, false],
    ['2026-11-29T09:15', '2026-11-29T09:30', 9, false],
    ['2026-11-28T22:00', '2026-11-29T08:00', 7, false],
    ['2026-11-28T22:00', '2026-11-29T08:00', 8, true],
    ['2026-11-29T20:30', '2026-11-30T02:00', 20, false],
    ['2026-11-29T20:30', '2026-11-30T02:00', 19, true],
  ])('booked from %s until %s is free at %d: %s', (startsAt, endsAt, hour, isFree) => {
    expect(isHourFree(roomOf([startsAt, endsAt]), day, hour, 'UTC')).toBe(isFree);
  });

  it('is free where nothing is booked, and not when the second of two bookings takes it', () => {
    const two = roomOf(['2026-11-29T08:00', '2026-11-29T09:00'], ['2026-11-29T09:00', '2026-11-29T10:00']);
    expect(isHourFree(roomOf(), day, 9, 'UTC')).toBe(true);
    expect(isHourFree(two, day, 9, 'UTC')).toBe(false);
  });

  it('is one of the clock where the reader is', () => {
    const room = roomOf(['2026-11-29T00:00', '2026-11-29T01:00']);
    expect(isHourFree(room, day, 9, 'Asia/Seoul')).toBe(false);
    expect(isHourFree(room, day, 8, 'Asia/Seoul')).toBe(true);
    expect(isHourFree(room, day, 10, 'Asia/Seoul')).toBe(true);
  });
});
