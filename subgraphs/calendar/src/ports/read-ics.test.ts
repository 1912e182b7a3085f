import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { IcsEntry } from '../domain/ics.ts';
import { readIcs } from './read-ics.ts';
import { writeIcs } from './write-ics.ts';

const office = readFileSync(new URL('../testing/fixtures/office.ics', import.meta.url), 'utf8');

const told = ({ title, startsWall, durationS, timeZone, isAllDay, recurrenceRule }: IcsEntry) =>
  `${title} | ${startsWall} ${isAllDay ? 'day' : timeZone} ${durationS / 60}${recurrenceRule ? ` ${recurrenceRule}` : ''}`;

const write = (entries: readonly IcsEntry[]) =>
  writeIcs({
    ...{ name: 'Test', timeZone: 'Asia/Seoul' },
    events: entries.map((entry) => ({ ...entry, updatedAt: new Date(0), meetingRoomId: null })),
  });

describe('a file from elsewhere', () => {
  it('is taken in as far as it can be read, the rest is listed with its line', async () => {
    const { entries, refused } = await readIcs(office, 'Asia/Seoul');
    expect(entries.map(told)).toMatchInlineSnapshot(`
      [
        "Weekly, with a comma | 2027-01-04T10:00:00 Asia/Seoul 60 FREQ=WEEKLY;BYDAY=MO;COUNT=4",
        "Only its VTIMEZONE knows the zone | 2027-02-01T09:00:00 Australia/Sydney 45",
        "A zone behind a path | 2027-02-01T09:00:00 Europe/London 30",
        "A holiday | 2027-03-01T00:00:00 day 1440 FREQ=YEARLY;UNTIL=20290301",
        "A day without VALUE | 2027-05-05T00:00:00 day 1440",
        "Breakfast, wherever | 2027-01-02T08:00:00 Asia/Seoul 60",
        "— | 2027-01-02T08:00:00 UTC 0",
        "Every second | 2027-01-02T08:00:00 UTC 0 FREQ=SECONDLY",
        "30 February | 2027-01-02T08:00:00 UTC 0 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "After the broken one | 2027-01-02T08:00:00 UTC 30",
      ]
    `);
    expect(refused.map(({ line, reason, summary }) => `${line} ${reason} ${summary ?? ''}`))
      .toMatchInlineSnapshot(`
      [
        "78 MALFORMED Broken inside",
        "84 ENDS_BEFORE_START Ends before it begins",
        "90 UNKNOWN_TIME_ZONE In no zone",
        "107 MALFORMED A rule that is none",
        "113 NO_START Some day",
        "117 NOT_AN_EVENT Buy milk",
        "121 MALFORMED Cut off",
      ]
    `);
  });

  it('keeps exceptions, reminders and what we do not understand', async () => {
    const { entries } = await readIcs(office, 'Asia/Seoul');
    const { exdates, overrides, reminderMinutes, extra } = entries[0] ?? {};
    expect({ exdates, overrides, reminderMinutes, extra }).toMatchInlineSnapshot(`
      {
        "exdates": [
          "2027-01-11T10:00:00",
        ],
        "extra": [
          [
            [
              "x-microsoft-cdo-busystatus",
              {},
              "unknown",
              "BUSY",
            ],
            [
              "categories",
              {},
              "text",
              "Work",
              "Team",
            ],
          ],
          [],
        ],
        "overrides": [
          {
            "description": null,
            "durationS": 3600,
            "extra": [],
            "hasOwnRoom": false,
            "location": null,
            "meetingRoomId": null,
            "recurrenceWall": "2027-01-18T10:00:00",
            "startsWall": "2027-01-19T14:00:00",
            "title": "Weekly, moved",
          },
        ],
        "reminderMinutes": [
          15,
        ],
      }
    `);
  });

  it.each([
    '',
    'hello',
    'BEGIN:VEVENT',
    'END:VEVENT\nEND:VCALENDAR',
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VALARM',
  ])('does not have to be one: %j', async (text) =>
    expect((await readIcs(text, 'Asia/Seoul')).entries).toEqual([]),
  );

  it('may be any text at all', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom(...office.split('\n'), '', ':', ' ', 'BEGIN:VEVENT', 'DTSTART:99999999T999999'),
          {
            maxLength: 60,
          },
        ),
        async (lines) => {
          const { entries, refused } = await readIcs(lines.join('\n'), 'Asia/Seoul');
          expect(entries.length + refused.length).toBeLessThanOrEqual(lines.length);
        },
      ),
      { numRuns: 200 },
    ));
});

describe('what is exported', () => {
  it('comes in as it went out', async () => {
    const { entries } = await readIcs(office, 'Asia/Seoul');
    const again = await readIcs(write(entries), 'Asia/Seoul');
    const withoutLine = (list: readonly IcsEntry[]) => list.map((entry) => ({ ...entry, line: 0 }));
    expect(again.refused).toEqual([]);
    expect(withoutLine(again.entries)).toEqual(withoutLine(entries));
  });

  it('has no line longer than 75 octets', async () => {
    const { entries } = await readIcs(office, 'Asia/Seoul');
    const long = entries.map((entry) => ({
      ...entry,
      description: '가나다 '.repeat(200),
      exdates: Array(30).fill(entry.startsWall),
    }));
    const lines = write(long).split('\r\n');
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  });

  const zone = fc.constantFrom('UTC', 'Asia/Seoul', 'America/New_York', 'Australia/Lord_Howe');
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }).map((each) => each.trim() || 'x');
  const wall = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 19));
  const event = fc.record({
    title: text.map((each) => each.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim() || 'x'),
    description: fc.option(text.map((each) => each.replaceAll(/[\p{Cc}]/gu, ' ').trim() || 'x')),
    timeZone: zone,
    isAllDay: fc.boolean(),
    start: wall,
    hours: fc.integer({ min: 1, max: 30 }),
    rule: fc.constantFrom(
      null,
      'FREQ=WEEKLY;BYDAY=MO,WE;COUNT=9',
      'FREQ=MONTHLY;BYMONTHDAY=-1',
      'FREQ=DAILY;UNTIL=20350101T000000Z',
    ),
    reminders: fc.constantFrom([], [0], [10, 60]),
  });

  it('is the same file again after any round', () =>
    fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 5 }), async (drafts) => {
        const events = drafts.map((each, index) => ({
          ...{ uid: `e${index}`, title: each.title, description: each.description, location: null },
          ...{ timeZone: each.isAllDay ? 'Asia/Seoul' : each.timeZone, isAllDay: each.isAllDay },
          startsWall: each.isAllDay ? `${each.start.slice(0, 10)}T00:00:00` : each.start,
          durationS: each.hours * (each.isAllDay ? 86_400 : 3600),
          ...{ recurrenceRule: each.rule, rdates: [], exdates: [], overrides: [], meetingRoomId: null },
          ...{ blocksTime: true, updatedAt: new Date(0), reminderMinutes: each.reminders, extra: [] },
        }));
        const first = writeIcs({ name: 'Test', timeZone: 'Asia/Seoul', events });
        const { entries, refused } = await readIcs(first, 'Asia/Seoul');
        expect(refused).toEqual([]);
        expect(write(entries)).toBe(first);
      }),
      { numRuns: 60 },
    ));
});
