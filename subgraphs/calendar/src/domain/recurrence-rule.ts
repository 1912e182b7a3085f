import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

/** Parts of an RRULE value in the order in which they were written. */
export type RuleParts = ReadonlyMap<string, string>;

const frequencies = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const day = '(?:MO|TU|WE|TH|FR|SA|SU)';
const list = (item: string) => new RegExp(`^${item}(?:,${item})*$`);
const signed = '[+-]?\\d{1,3}';

/** RFC 5545 section 3.3.10, by shape; ranges are checked below. */
const shapes: Readonly<Record<string, RegExp>> = {
  FREQ: new RegExp(`^(?:${frequencies.join('|')})$`),
  UNTIL: /^\d{8}(?:T\d{6}Z?)?$/,
  COUNT: /^[1-9]\d{0,5}$/,
  INTERVAL: /^[1-9]\d{0,3}$/,
  BYSECOND: list('\\d{1,2}'),
  BYMINUTE: list('\\d{1,2}'),
  BYHOUR: list('\\d{1,2}'),
  BYDAY: list(`(?:[+-]?\\d{1,2})?${day}`),
  BYMONTHDAY: list(signed),
  BYYEARDAY: list(signed),
  BYWEEKNO: list(signed),
  BYMONTH: list('\\d{1,2}'),
  BYSETPOS: list(signed),
  WKST: new RegExp(`^${day}$`),
};

/** Largest absolute value; 0 is allowed where the RFC counts from 0. */
const ranges: Readonly<Record<string, readonly [min: number, max: number]>> = {
  BYSECOND: [0, 60],
  BYMINUTE: [0, 59],
  BYHOUR: [0, 23],
  BYMONTHDAY: [1, 31],
  BYYEARDAY: [1, 366],
  BYWEEKNO: [1, 53],
  BYMONTH: [1, 12],
  BYSETPOS: [1, 366],
};

/** Longest rule in characters: the longest example of the RFC has 90. */
const maxLength = 500;

/**
 * Reads an RRULE value, e.g. `FREQ=WEEKLY;BYDAY=MO`.
 *
 * @throws {InvalidInputError} naming `field` for what is no rule of RFC 5545
 */
export function parseRule(rule: string, field = 'input.recurrenceRule'): RuleParts {
  const refuse = (why: string) => new InvalidInputError(field, why);
  if (rule.length > maxLength) throw refuse(`At most ${maxLength} characters are allowed.`);
  const parts = new Map<string, string>();
  for (const part of rule.toUpperCase().replace(/;$/, '').split(';')) {
    const [key = '', value = ''] = part.split('=', 2);
    if (!shapes[key]?.test(value)) throw refuse(`"${part}" is no part of a recurrence rule.`);
    if (parts.has(key)) throw refuse(`${key} stands there twice.`);
    if (!isInRange(key, value)) throw refuse(`${key} is out of range.`);
    parts.set(key, value);
  }
  if (!parts.has('FREQ')) throw refuse('A recurrence rule says FREQ.');
  if (parts.has('COUNT') && parts.has('UNTIL'))
    throw refuse('A recurrence rule has COUNT or UNTIL, not both.');
  return parts;
}

function isInRange(key: string, value: string): boolean {
  const range = ranges[key];
  if (!range) return true;
  const [min, max] = range;
  return value.split(',').every((each) => Math.abs(Number(each)) >= min && Math.abs(Number(each)) <= max);
}

export const formatRule = (parts: RuleParts): string =>
  [...parts].map(([key, value]) => `${key}=${value}`).join(';');

/** Whether it goes on for ever. */
export const isEndless = (parts: RuleParts): boolean => !parts.has('COUNT') && !parts.has('UNTIL');

/** The same rule with another end; null: none. */
export function withEnd(rule: string, end: { readonly until: string } | { readonly count: number } | null) {
  const parts = new Map(parseRule(rule));
  parts.delete('COUNT');
  parts.delete('UNTIL');
  if (end && 'until' in end) parts.set('UNTIL', end.until);
  if (end && 'count' in end) parts.set('COUNT', String(end.count));
  return formatRule(parts);
}
