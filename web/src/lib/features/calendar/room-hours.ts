import type { MeetingRoomDayQuery } from '#lib/graphql/generated/graphql.ts';
import type { DayKey } from './days.ts';
import { wallOf } from './zone.ts';

export type RoomOfDay = MeetingRoomDayQuery['meetingRooms'][number];
type Booking = Pick<RoomOfDay['bookings'][number], 'startsAt' | 'endsAt'>;

/** Hours of the day in which rooms are shown: from the start of the first to the end of the last. */
export const firstHour = 7;
const endHour = 21;
export const roomHours = Array.from({ length: endHour - firstHour }, (_, index) => firstHour + index);
const shownMinutes = roomHours.length * 60;

/** Minutes of a day from midnight, cut at its ends. */
export function minutesOn(day: DayKey, { startsAt, endsAt }: Booking, timeZone: string) {
  const start = wallOf(startsAt, timeZone);
  const end = wallOf(endsAt, timeZone);
  return { from: start.day < day ? 0 : start.minutes, until: end.day > day ? 1_440 : end.minutes };
}

/** Where it lies in the hours shown, in percent of their width; width 0 when it lies outside. */
export function placeInHours({ from, until }: ReturnType<typeof minutesOn>) {
  const shown = (minutes: number) => Math.min(Math.max(minutes - firstHour * 60, 0), shownMinutes);
  const percent = (minutes: number) => (minutes / shownMinutes) * 100;
  return { leftPercent: percent(shown(from)), widthPercent: percent(shown(until) - shown(from)) };
}

export function isHourFree(room: RoomOfDay, day: DayKey, hour: number, timeZone: string): boolean {
  return room.bookings.every((booking) => {
    const { from, until } = minutesOn(day, booking, timeZone);
    return until <= hour * 60 || from >= (hour + 1) * 60;
  });
}
