import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { rfcExamples } from '../testing/rfc-5545-examples.ts';
import { expandRule, neverMatches } from './expand-rule.ts';

const script = fileURLToPath(new URL('../testing/print-rfc-5545-examples.ts', import.meta.url));
const printed = z.object({
  zone: z.string(),
  expanded: z.array(z.object({ walls: z.array(z.string()), instants: z.array(z.string()) })),
});

/** In a process of its own: the machine's zone is read once, at its start. */
function expandUnder(zone: string) {
  const output = execFileSync(process.execPath, [script], {
    env: { ...process.env, TZ: zone },
    encoding: 'utf8',
  });
  return printed.parse(JSON.parse(output));
}

describe.each(['UTC', 'Asia/Seoul', 'America/New_York'])('under TZ=%s', (zone) => {
  const { zone: seen, expanded } = expandUnder(zone);

  it('runs in that zone', () => expect(seen).toBe(zone));

  it('knows all examples of the section', () => expect(rfcExamples.length).toBe(42));

  it.each(rfcExamples.map((example, index) => ({ ...example, index })))(
    'expands “$name” as RFC 5545 says',
    ({ starts, index }) => expect(expanded[index]?.walls).toEqual(starts),
  );

  it('keeps 9:00 in New York, summer and winter', () => {
    const index = rfcExamples.findIndex(({ name }) => name === 'weekly until 24 December');
    const { instants = [] } = expanded[index] ?? {};
    expect([instants[7], instants[8]]).toEqual(['1997-10-21T13:00:00.000Z', '1997-10-28T14:00:00.000Z']);
  });
});

const timing = (startsWall: string, timeZone: string, isAllDay = false) => ({
  ...{ startsWall, timeZone, isAllDay, durationS: isAllDay ? 86_400 : 3600 },
});
const all = { from: null, until: null, limit: 100 };

describe('a rule', () => {
  it('leaves out a time that the clocks skip', () => {
    const start = timing('2027-03-13T02:30:00', 'America/New_York');
    expect(expandRule(start, 'FREQ=DAILY;UNTIL=20270315T235959Z', all)).toEqual([
      '2027-03-13T02:30:00',
      '2027-03-15T02:30:00',
    ]);
  });

  it('of whole days knows no zone, also where a day was skipped', () => {
    const start = timing('2011-12-29T00:00:00', 'Pacific/Apia', true);
    expect(expandRule(start, 'FREQ=DAILY;UNTIL=20111231', all)).toEqual([
      '2011-12-29T00:00:00',
      '2011-12-30T00:00:00',
      '2011-12-31T00:00:00',
    ]);
  });

  it.each([
    ['a day', '20270105'],
    ['a time of the zone', '20270105T090000'],
    ['a time in UTC', '20270105T000000Z'],
  ])('ends with %s, included', (_, until) => {
    const start = timing('2027-01-04T09:00:00', 'Asia/Seoul');
    expect(expandRule(start, `FREQ=DAILY;UNTIL=${until}`, all)).toHaveLength(2);
  });

  it('far from its start is read from the window on', () => {
    const start = timing('2016-01-01T09:00:00', 'Asia/Seoul');
    const window = {
      from: new Date('2026-11-21T00:00:00Z'),
      until: new Date('2026-11-23T00:00:00Z'),
      limit: 9,
    };
    expect(expandRule(start, 'FREQ=DAILY', window)).toEqual(['2026-11-21T09:00:00', '2026-11-22T09:00:00']);
  });

  it.each([
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', true],
    ['FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30', true],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', false],
    ['FREQ=DAILY', false],
  ])('%s never matches: %s', (rule, never) => {
    expect(neverMatches(timing('2027-01-04T09:00:00', 'Asia/Seoul'), rule)).toBe(never);
  });
});
