import { type DayKey, weekdayOf } from './days.ts';

export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** Sunday first, as `weekdayOf` counts. */
export const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;
export type Weekday = (typeof weekdays)[number];

/** The rules that the form can write; others are kept as they are. */
export interface Rule {
  readonly frequency: Frequency;
  /** Every so many days, weeks, months or years; 1 to 99. */
  readonly interval: number;
  /** Of a weekly rule; empty: the weekday of the start. */
  readonly weekdays: readonly Weekday[];
  /** Of a monthly rule: 1 to 4 is the so-maniest `weekday`, -1 the last; null: the date of the start. */
  readonly nth: { readonly position: number; readonly weekday: Weekday } | null;
  /** At most one of both is set; null and null: without end. */
  readonly count: number | null;
  /** The last day on which it may happen. */
  readonly untilOn: DayKey | null;
}

export const everyWeek: Rule = {
  frequency: 'WEEKLY',
  interval: 1,
  weekdays: [],
  nth: null,
  count: null,
  untilOn: null,
};

/** Null for a rule that says more than the form can. */
export function readRule(text: string): Rule | null {
  const parts = new Map(text.split(';').map((part) => splitOnce(part)));
  const frequency = frequencies.find((one) => one === parts.get('FREQ'));
  const isKnown = [...parts.keys()].every((name) => knownParts.includes(name));
  const days = (parts.get('BYDAY') ?? '').split(',').filter((day) => day !== '');
  if (!frequency || !isKnown) return null;
  const rule: Rule = {
    frequency,
    interval: Number(parts.get('INTERVAL') ?? 1),
    weekdays: days.flatMap((day) => weekdays.find((one) => one === day) ?? []),
    nth: frequency === 'MONTHLY' && days.length === 1 ? readNth(days[0] ?? '') : null,
    count: parts.has('COUNT') ? Number(parts.get('COUNT')) : null,
    untilOn: readUntil(parts.get('UNTIL')),
  };
  const isRead = rule.nth ? frequency === 'MONTHLY' : rule.weekdays.length === days.length;
  const areDaysOfWeek = days.length === 0 || rule.nth !== null || frequency === 'WEEKLY';
  return isRead && areDaysOfWeek ? rule : null;
}

/**
 * The rule as RFC 5545 writes it. An end by day reaches to the end of that day in UTC terms of the
 * zone, so a start at any time of the day is in.
 *
 * @param untilInstant - the end of `untilOn` in the zone of the event
 */
export function writeRule(rule: Rule, untilInstant: string | null): string {
  const parts = [`FREQ=${rule.frequency}`];
  if (rule.interval > 1) parts.push(`INTERVAL=${rule.interval}`);
  if (rule.frequency === 'WEEKLY' && rule.weekdays.length > 0)
    parts.push(`BYDAY=${weekdays.filter((day) => rule.weekdays.includes(day)).join(',')}`);
  if (rule.frequency === 'MONTHLY' && rule.nth) parts.push(`BYDAY=${rule.nth.position}${rule.nth.weekday}`);
  if (rule.count !== null) parts.push(`COUNT=${rule.count}`);
  else if (untilInstant) parts.push(`UNTIL=${untilInstant.replace(/[-:]|\.\d+/g, '')}`);
  return parts.join(';');
}

/** The so-maniest such weekday of its month that `day` is: 1 to 4, or -1 for the fifth, which is the last. */
export function nthOf(day: DayKey): NonNullable<Rule['nth']> {
  const position = Math.ceil(Number(day.slice(8)) / 7);
  return { position: position > 4 ? -1 : position, weekday: weekdays[weekdayOf(day)] ?? 'MO' };
}

const frequencies: readonly Frequency[] = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const knownParts: readonly string[] = ['FREQ', 'INTERVAL', 'BYDAY', 'COUNT', 'UNTIL', 'WKST'];

function splitOnce(part: string): [string, string] {
  const at = part.indexOf('=');
  return [part.slice(0, at), part.slice(at + 1)];
}

function readNth(text: string): Rule['nth'] {
  const [, position, name] = /^(-1|[1-4])([A-Z]{2})$/.exec(text) ?? [];
  const weekday = weekdays.find((one) => one === name);
  return weekday ? { position: Number(position), weekday } : null;
}

function readUntil(text: string | undefined): DayKey | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(text ?? '') ?? [];
  return year ? `${year}-${month}-${day}` : null;
}
