import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { Timing, WallTime } from '../domain/event.ts';
import { formatRule, parseRule } from '../domain/recurrence-rule.ts';
import { dateOf, midnightOf, toInstant, toWall } from './zones.ts';

/** Bounds the search for a rule that never matches; about a tenth of a second. */
const maxIterations = 10_000;
const maxCandidateEvaluations = 200_000;

export interface RuleWindow {
  /** Starts before it are left out. */
  readonly from: Date | null;
  /** Starts from it on are left out. */
  readonly until: Date | null;
  /** Answers at most so many. */
  readonly limit: number;
}

/**
 * Starts of a rule as wall times of its zone, ascending; the first start always belongs to them
 * (RFC 5545 section 3.8.5.3). The only place that knows the recurrence library.
 */
export function expandRule(timing: Timing, rule: string, { from, until, limit }: RuleWindow): WallTime[] {
  const zone = zoneOf(timing);
  const hasPassed = from !== null && until !== null && toInstant(timing.startsWall, zone) < from;
  // Asking for the first start costs, and a window that begins after it has no use for it.
  const recurrence = read(timing, rule, !hasPassed || parseRule(rule).has('COUNT'));
  const inZone = (at: Date | null) =>
    at && timing.isAllDay ? toInstant(toWall(at, timing.timeZone), 'UTC') : at;
  const walls = starts(recurrence, inZone(from), inZone(until), limit);
  return walls.map((start) => toWall(start, zone));
}

/** Whether nothing but its first start ever matches, as far as the search goes. */
export function neverMatches(timing: Timing, rule: string): boolean {
  return starts(read(timing, rule, false), null, null, 1).length === 0;
}

// Days have no zone: a date expands in UTC, where every day has 24 hours.
const zoneOf = ({ isAllDay, timeZone }: Timing): string => (isAllDay ? 'UTC' : timeZone);

const read = (timing: Timing, rule: string, includeDtstart: boolean): RRuleTemporal =>
  new RRuleTemporal({
    rruleString: `RRULE:${utcRule(timing, rule)}`,
    dtstart: Temporal.PlainDateTime.from(timing.startsWall).toZonedDateTime(zoneOf(timing)),
    ...{ includeDtstart, maxIterations, maxCandidateEvaluations, cache: false },
  });

function starts(rule: RRuleTemporal, from: Date | null, until: Date | null, limit: number): Date[] {
  const found: Date[] = [];
  try {
    if (from && until) return windowOf(rule, from, until, limit);
    rule.all((date) => {
      const start = new Date(date.epochMilliseconds);
      if (until && start >= until) return false;
      if (!from || start >= from) found.push(start);
      return found.length < limit;
    });
  } catch (error) {
    // The search gave up: what follows, if anything, is thousands of periods away.
    if (!(error instanceof Error) || !/maximum/i.test(error.message)) throw error;
  }
  return found;
}

function windowOf(rule: RRuleTemporal, from: Date, until: Date, limit: number): Date[] {
  if (isSparse(rule)) {
    const dates = rule.between(from, until, true).map((date) => new Date(date.epochMilliseconds));
    return dates.filter((start) => start < until).slice(0, limit);
  }
  const found: Date[] = [];
  let next = rule.next(from, true);
  while (next && found.length < limit) {
    const start = new Date(next.epochMilliseconds);
    if (start >= until) break;
    found.push(start);
    next = rule.next(start, false);
  }
  return found;
}

/** At most one a day: a window of years can be read at once. */
function isSparse(rule: RRuleTemporal): boolean {
  const { freq, byHour, byMinute, bySecond } = rule.options();
  const isDaily = freq === 'DAILY' || freq === 'WEEKLY' || freq === 'MONTHLY' || freq === 'YEARLY';
  return isDaily && [byHour, byMinute, bySecond].every((each) => (each?.length ?? 1) <= 1);
}

/** With UNTIL as a UTC time, whatever it was written as: files mix all forms. */
function utcRule(timing: Timing, rule: string): string {
  const parts = new Map(parseRule(rule));
  const until = parts.get('UNTIL');
  if (until !== undefined) parts.set('UNTIL', utcUntil(timing, until));
  return formatRule(parts);
}

/** A day as an end includes that whole day. */
export function utcUntil({ isAllDay, timeZone }: Timing, until: string): string {
  const date = `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`;
  const time = `${until.slice(9, 11)}:${until.slice(11, 13)}:${until.slice(13, 15)}`;
  const isDate = until.length === 8;
  const isUtc = until.endsWith('Z');
  if (isAllDay) {
    const last = isDate || !isUtc ? date : dateOf(toWall(new Date(`${date}T${time}Z`), timeZone));
    return basic(new Date(`${last}T23:59:59Z`));
  }
  if (isUtc) return until;
  return basic(
    toInstant(isDate ? midnightOf(date).replace('00:00:00', '23:59:59') : `${date}T${time}`, timeZone),
  );
}

/** `20261121T060000Z` */
export const basic = (instant: Date): string =>
  instant.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').concat('Z');
