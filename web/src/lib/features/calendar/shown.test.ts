import { describe, expect, it } from 'vitest';
import type { OccurrenceFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { beginsIn, segmentOn, show, spanIn, touches } from './shown.ts';

const seoul = 'Asia/Seoul';

function occurrence(
  startsAt: string,
  endsAt: string,
  event: Partial<OccurrenceFieldsFragment['event']> = {},
): OccurrenceFieldsFragment {
  return {
    __typename: 'Occurrence',
    id: 'one',
    title: 'Site visit',
    originalStartsAt: startsAt,
    startsAt,
    endsAt,
    isException: false,
    meetingRoom: null,
    event: {
      __typename: 'CalendarEvent',
      id: 'event',
      startsAt,
      endsAt,
      timeZone: seoul,
      isAllDay: false,
      recurrenceRule: null,
      viewerAnswer: null,
      viewerCanEdit: true,
      version: 1,
      calendar: null,
      ...event,
    },
  };
}

describe('where an event is on the calendar', () => {
  it.each([
    [seoul, '2026-11-21', 900, 960],
    ['UTC', '2026-11-21', 360, 420],
    ['America/New_York', '2026-11-21', 60, 120],
    ['Pacific/Kiritimati', '2026-11-21', 1_200, 1_260],
  ])('for a viewer in %s it is on %s from minute %i to %i', (zone, day, from, until) => {
    const shown = show(occurrence('2026-11-21T06:00:00Z', '2026-11-21T07:00:00Z'), zone);
    expect(shown).toMatchObject({ first: day, last: day, from, until, isWholeDay: false });
  });

  it('does not touch the day at whose midnight it ends', () => {
    const shown = show(occurrence('2026-11-21T13:00:00Z', '2026-11-21T15:00:00Z'), seoul);
    expect(shown).toMatchObject({ first: '2026-11-21', last: '2026-11-21', from: 1_320, until: 1_440 });
    expect(touches(shown, '2026-11-22')).toBe(false);
  });

  it('is cut at midnight into a piece of each day', () => {
    const shown = show(occurrence('2026-11-21T13:00:00Z', '2026-11-21T17:00:00Z'), seoul);
    expect(segmentOn(shown, '2026-11-21')).toMatchObject({ from: 1_320, until: 1_440 });
    expect(segmentOn(shown, '2026-11-22')).toMatchObject({ from: 0, until: 120 });
  });

  it('as a whole day is that day for everybody, wherever they are', () => {
    const event = { isAllDay: true, timeZone: seoul };
    const day = occurrence('2026-11-20T15:00:00Z', '2026-11-22T15:00:00Z', event);
    expect(show(day, 'America/New_York')).toMatchObject({
      first: '2026-11-21',
      last: '2026-11-22',
      isWholeDay: true,
    });
  });

  it('lies above the hours when it lasts a day or more', () => {
    const long = show(occurrence('2026-11-21T00:00:00Z', '2026-11-23T00:00:00Z'), seoul);
    expect(long.isWholeDay).toBe(true);
    expect(spanIn(long, ['2026-11-22', '2026-11-23', '2026-11-24'])).toMatchObject({ first: 0, last: 1 });
  });

  it.each([
    ['2026-11-20', false],
    ['2026-11-21', true],
    ['2026-11-22', false],
    ['2026-11-23', false],
  ])('one of three days from the 21st on begins on %s: %s', (day, isThere) => {
    const long = show(occurrence('2026-11-21T06:00:00Z', '2026-11-23T06:00:00Z'), seoul);
    expect(beginsIn(long, [day])).toBe(isThere);
  });

  it('begins in the first of the weeks that it touches', () => {
    const long = show(occurrence('2026-11-21T06:00:00Z', '2026-11-23T06:00:00Z'), seoul);
    expect(beginsIn(long, ['2026-11-20', '2026-11-21'])).toBe(true);
    expect(beginsIn(long, ['2026-11-22', '2026-11-23'])).toBe(false);
  });
});
