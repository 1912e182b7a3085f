/**
 * The examples of RFC 5545 section 3.8.5.3, all in America/New_York, with the starts that the RFC
 * lists (for a rule without an end, those it lists before its dots). Days are at 09:00 unless said.
 */
export interface RfcExample {
  readonly name: string;
  /** Default 1997-09-02T09:00:00. */
  readonly start?: string;
  readonly rule: string;
  readonly exdates?: readonly string[];
  readonly starts: readonly string[];
}

/** `1997-09: 2 4-6` → starts at 09:00 on each of these days. */
function days(text: string): string[] {
  return text.split(';').flatMap((month) => {
    const [name = '', list = ''] = month.trim().split(': ');
    return list.split(' ').flatMap((each) => {
      const [first = 0, last = first] = each.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => at(name, first + index));
    });
  });
}

const at = (month: string, day: number, time = '09:00') =>
  `${month}-${String(day).padStart(2, '0')}T${time}:00`;

const times = (date: string, list: string) => list.split(' ').map((time) => `${date}T${time}:00`);

/** Every `step` days from a first one, at 09:00. */
function every(first: string, step: number, count: number): string[] {
  const start = Date.parse(`${first}T09:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    new Date(start + index * step * 86_400_000).toISOString().slice(0, 19),
  );
}

const twentyMinutes = (date: string) =>
  Array.from({ length: 24 }, (_, index) => {
    const minutes = 9 * 60 + index * 20;
    return `${date}T${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;
  });

const januaries = days('1998-01: 1-31; 1999-01: 1-31; 2000-01: 1-31');
const tuesdaysAndThursdays = days('1997-09: 2 4 9 11 16 18 23 25 30; 1997-10: 2');
const otherWeeks = days(
  '1997-09: 1 3 5 15 17 19 29; 1997-10: 1 3 13 15 17 27 29 31; 1997-11: 10 12 14 24 26 28; 1997-12: 8 10 12 22',
);

export const rfcExamples: readonly RfcExample[] = [
  { name: 'daily for 10 occurrences', rule: 'FREQ=DAILY;COUNT=10', starts: days('1997-09: 2-11') },
  {
    name: 'daily until 24 December',
    rule: 'FREQ=DAILY;UNTIL=19971224T000000Z',
    starts: days('1997-09: 2-30; 1997-10: 1-31; 1997-11: 1-30; 1997-12: 1-23'),
  },
  {
    name: 'every other day for ever',
    rule: 'FREQ=DAILY;INTERVAL=2',
    starts: every('1997-09-02', 2, 48),
  },
  {
    name: 'every 10 days, 5 occurrences',
    rule: 'FREQ=DAILY;INTERVAL=10;COUNT=5',
    starts: days('1997-09: 2 12 22; 1997-10: 2 12'),
  },
  {
    name: 'every day in January for 3 years, yearly',
    start: '1998-01-01T09:00:00',
    rule: 'FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA',
    starts: januaries,
  },
  {
    name: 'every day in January for 3 years, daily',
    start: '1998-01-01T09:00:00',
    rule: 'FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1',
    starts: januaries,
  },
  {
    name: 'weekly for 10 occurrences',
    rule: 'FREQ=WEEKLY;COUNT=10',
    starts: days('1997-09: 2 9 16 23 30; 1997-10: 7 14 21 28; 1997-11: 4'),
  },
  {
    name: 'weekly until 24 December',
    rule: 'FREQ=WEEKLY;UNTIL=19971224T000000Z',
    starts: days('1997-09: 2 9 16 23 30; 1997-10: 7 14 21 28; 1997-11: 4 11 18 25; 1997-12: 2 9 16 23'),
  },
  {
    name: 'every other week for ever',
    rule: 'FREQ=WEEKLY;INTERVAL=2;WKST=SU',
    starts: days(
      '1997-09: 2 16 30; 1997-10: 14 28; 1997-11: 11 25; 1997-12: 9 23; 1998-01: 6 20; 1998-02: 3 17',
    ),
  },
  {
    name: 'Tuesday and Thursday for five weeks, by an end',
    rule: 'FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH',
    starts: tuesdaysAndThursdays,
  },
  {
    name: 'Tuesday and Thursday for five weeks, by a count',
    rule: 'FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH',
    starts: tuesdaysAndThursdays,
  },
  {
    name: 'every other week on Monday, Wednesday and Friday until 24 December',
    start: '1997-09-01T09:00:00',
    rule: 'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR',
    starts: otherWeeks,
  },
  {
    name: 'every other week on Tuesday and Thursday, 8 occurrences',
    rule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH',
    starts: days('1997-09: 2 4 16 18 30; 1997-10: 2 14 16'),
  },
  {
    name: 'first Friday of the month, 10 occurrences',
    start: '1997-09-05T09:00:00',
    rule: 'FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
    starts: days(
      '1997-09: 5; 1997-10: 3; 1997-11: 7; 1997-12: 5; 1998-01: 2; 1998-02: 6; 1998-03: 6; 1998-04: 3; 1998-05: 1; 1998-06: 5',
    ),
  },
  {
    name: 'first Friday of the month until 24 December',
    start: '1997-09-05T09:00:00',
    rule: 'FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR',
    starts: days('1997-09: 5; 1997-10: 3; 1997-11: 7; 1997-12: 5'),
  },
  {
    name: 'first and last Sunday of every other month, 10 occurrences',
    start: '1997-09-07T09:00:00',
    rule: 'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU',
    starts: days('1997-09: 7 28; 1997-11: 2 30; 1998-01: 4 25; 1998-03: 1 29; 1998-05: 3 31'),
  },
  {
    name: 'second-to-last Monday for 6 months',
    start: '1997-09-22T09:00:00',
    rule: 'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO',
    starts: days('1997-09: 22; 1997-10: 20; 1997-11: 17; 1997-12: 22; 1998-01: 19; 1998-02: 16'),
  },
  {
    name: 'third-to-the-last day of the month for ever',
    start: '1997-09-28T09:00:00',
    rule: 'FREQ=MONTHLY;BYMONTHDAY=-3',
    starts: days('1997-09: 28; 1997-10: 29; 1997-11: 28; 1997-12: 29; 1998-01: 29; 1998-02: 26'),
  },
  {
    name: '2nd and 15th of the month, 10 occurrences',
    rule: 'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15',
    starts: days('1997-09: 2 15; 1997-10: 2 15; 1997-11: 2 15; 1997-12: 2 15; 1998-01: 2 15'),
  },
  {
    name: 'first and last day of the month, 10 occurrences',
    start: '1997-09-30T09:00:00',
    rule: 'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1',
    starts: days('1997-09: 30; 1997-10: 1 31; 1997-11: 1 30; 1997-12: 1 31; 1998-01: 1 31; 1998-02: 1'),
  },
  {
    name: '10th to 15th of every 18th month, 10 occurrences',
    start: '1997-09-10T09:00:00',
    rule: 'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15',
    starts: days('1997-09: 10-15; 1999-03: 10-13'),
  },
  {
    name: 'every Tuesday of every other month',
    rule: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU',
    starts: days('1997-09: 2 9 16 23 30; 1997-11: 4 11 18 25; 1998-01: 6 13 20 27; 1998-03: 3 10 17 24 31'),
  },
  {
    name: 'June and July, 10 occurrences',
    start: '1997-06-10T09:00:00',
    rule: 'FREQ=YEARLY;COUNT=10;BYMONTH=6,7',
    starts: [1997, 1998, 1999, 2000, 2001].flatMap((year) => days(`${year}-06: 10; ${year}-07: 10`)),
  },
  {
    name: 'every other year in January, February and March, 10 occurrences',
    start: '1997-03-10T09:00:00',
    rule: 'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3',
    starts: [
      ...days('1997-03: 10'),
      ...[1999, 2001, 2003].flatMap((year) => days(`${year}-01: 10; ${year}-02: 10; ${year}-03: 10`)),
    ],
  },
  {
    name: 'every third year on the 1st, 100th and 200th day, 10 occurrences',
    start: '1997-01-01T09:00:00',
    rule: 'FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200',
    starts: days(
      '1997-01: 1; 1997-04: 10; 1997-07: 19; 2000-01: 1; 2000-04: 9; 2000-07: 18; 2003-01: 1; 2003-04: 10; 2003-07: 19; 2006-01: 1',
    ),
  },
  {
    name: '20th Monday of the year',
    start: '1997-05-19T09:00:00',
    rule: 'FREQ=YEARLY;BYDAY=20MO',
    starts: days('1997-05: 19; 1998-05: 18; 1999-05: 17'),
  },
  {
    name: 'Monday of week number 20',
    start: '1997-05-12T09:00:00',
    rule: 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
    starts: days('1997-05: 12; 1998-05: 11; 1999-05: 17'),
  },
  {
    name: 'every Thursday in March',
    start: '1997-03-13T09:00:00',
    rule: 'FREQ=YEARLY;BYMONTH=3;BYDAY=TH',
    starts: days('1997-03: 13 20 27; 1998-03: 5 12 19 26; 1999-03: 4 11 18 25'),
  },
  {
    name: 'every Thursday in June, July and August',
    start: '1997-06-05T09:00:00',
    rule: 'FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8',
    starts: days(
      '1997-06: 5 12 19 26; 1997-07: 3 10 17 24 31; 1997-08: 7 14 21 28; 1998-06: 4 11 18 25; 1998-07: 2 9 16 23 30; 1998-08: 6 13 20 27; 1999-06: 3 10 17 24; 1999-07: 1 8 15 22 29; 1999-08: 5 12 19 26',
    ),
  },
  {
    name: 'every Friday the 13th',
    rule: 'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
    exdates: ['1997-09-02T09:00:00'],
    starts: days('1998-02: 13; 1998-03: 13; 1998-11: 13; 1999-08: 13; 2000-10: 13'),
  },
  {
    name: 'first Saturday that follows the first Sunday',
    start: '1997-09-13T09:00:00',
    rule: 'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13',
    starts: days(
      '1997-09: 13; 1997-10: 11; 1997-11: 8; 1997-12: 13; 1998-01: 10; 1998-02: 7; 1998-03: 7; 1998-04: 11; 1998-05: 9; 1998-06: 13',
    ),
  },
  {
    name: 'election day: every fourth year, the Tuesday after a Monday in November',
    start: '1996-11-05T09:00:00',
    rule: 'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
    starts: days('1996-11: 5; 2000-11: 7; 2004-11: 2'),
  },
  {
    name: 'third instance of Tuesday, Wednesday or Thursday for 3 months',
    start: '1997-09-04T09:00:00',
    rule: 'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3',
    starts: days('1997-09: 4; 1997-10: 7; 1997-11: 6'),
  },
  {
    name: 'second-to-last weekday of the month',
    start: '1997-09-29T09:00:00',
    rule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
    starts: days('1997-09: 29; 1997-10: 30; 1997-11: 27; 1997-12: 30; 1998-01: 29; 1998-02: 26; 1998-03: 30'),
  },
  {
    name: 'every 3 hours from 9:00 to 17:00 on one day',
    // The RFC's own end, 17:00Z, is an hour short of what it lists.
    rule: 'FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z',
    starts: times('1997-09-02', '09:00 12:00 15:00'),
  },
  {
    name: 'every 15 minutes for 6 occurrences',
    rule: 'FREQ=MINUTELY;INTERVAL=15;COUNT=6',
    starts: times('1997-09-02', '09:00 09:15 09:30 09:45 10:00 10:15'),
  },
  {
    name: 'every hour and a half for 4 occurrences',
    rule: 'FREQ=MINUTELY;INTERVAL=90;COUNT=4',
    starts: times('1997-09-02', '09:00 10:30 12:00 13:30'),
  },
  {
    name: 'every 20 minutes from 9:00 to 16:40 every day, daily',
    rule: 'FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40',
    starts: [...twentyMinutes('1997-09-02'), ...twentyMinutes('1997-09-03')],
  },
  {
    name: 'every 20 minutes from 9:00 to 16:40 every day, minutely',
    rule: 'FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16',
    starts: [...twentyMinutes('1997-09-02'), ...twentyMinutes('1997-09-03')],
  },
  {
    name: 'a week that begins on Monday',
    start: '1997-08-05T09:00:00',
    rule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
    starts: days('1997-08: 5 10 19 24'),
  },
  {
    name: 'a week that begins on Sunday',
    start: '1997-08-05T09:00:00',
    rule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
    starts: days('1997-08: 5 17 19 31'),
  },
  {
    name: 'an invalid date is left out',
    start: '2007-01-15T09:00:00',
    rule: 'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5',
    starts: days('2007-01: 15 30; 2007-02: 15; 2007-03: 15 30'),
  },
];
