import type { OccurrenceFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { type DayKey, daysFrom } from './days.ts';
import type { Segment } from './day-layout.ts';
import { wallOf } from './zone.ts';

/** An occurrence with its place on the viewer's calendar. */
export interface Shown {
  readonly occurrence: OccurrenceFieldsFragment;
  /** As shown: differs from the occurrence while it is being moved. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly first: DayKey;
  /** The last day it touches; an end at midnight touches no new day. */
  readonly last: DayKey;
  /** Minutes of the first day. */
  readonly from: number;
  /** Minutes of the last day, up to 1,440. */
  readonly until: number;
  /** Lies above the hours: whole days, and whatever lasts a day or more. */
  readonly isWholeDay: boolean;
}

export interface Times {
  readonly startsAt: string;
  readonly endsAt: string;
}

/** How an event gets to another time: by a key, carried by a pointer, or put down by it. */
export type Adjusting = 'key' | 'drag' | 'drop';

export type OnAdjust = (shown: Shown, times: Times, how: Adjusting) => void;

export const minutesOfDay = 1_440;
const minuteMs = 60_000;

/** Whole days are days wherever one looks from; hours are those of the viewer. */
export function show(
  occurrence: OccurrenceFieldsFragment,
  timeZone: string,
  times: Times = occurrence,
): Shown {
  const { isAllDay, timeZone: ownZone } = occurrence.event;
  const { startsAt, endsAt } = times;
  const zone = isAllDay ? ownZone : timeZone;
  const start = wallOf(startsAt, zone);
  const lengthMinutes = Math.max(1, (Date.parse(endsAt) - Date.parse(startsAt)) / minuteMs);
  const end = wallOf(new Date(Date.parse(endsAt) - (lengthMinutes > 1 ? 1 : 0)).toISOString(), zone);
  return {
    occurrence,
    startsAt,
    endsAt,
    first: start.day,
    last: end.day,
    from: start.minutes,
    until: Math.min(end.minutes + 1, minutesOfDay),
    isWholeDay: isAllDay || lengthMinutes >= minutesOfDay,
  };
}

export function touches({ first, last }: Shown, day: DayKey): boolean {
  return first <= day && day <= last;
}

export function beginsIn({ first }: Shown, days: readonly DayKey[]): boolean {
  return days.includes(first);
}

export type ShownSegment = Segment & { readonly shown: Shown };

/** What of it lies on that day. */
export function segmentOn(shown: Shown, day: DayKey): ShownSegment {
  return {
    shown,
    from: shown.first === day ? shown.from : 0,
    until: shown.last === day ? shown.until : minutesOfDay,
  };
}

/** Its place among the days of a row, cut at both ends. */
export function spanIn(shown: Shown, days: readonly DayKey[]) {
  const first = days[0] ?? shown.first;
  return {
    shown,
    first: Math.max(0, daysFrom(first, shown.first)),
    last: Math.min(days.length - 1, daysFrom(first, shown.last)),
  };
}

export function byTime(a: Shown, b: Shown): number {
  return Number(b.isWholeDay) - Number(a.isWholeDay) || Date.parse(a.startsAt) - Date.parse(b.startsAt);
}
