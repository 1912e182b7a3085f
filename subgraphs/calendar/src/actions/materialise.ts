import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import type { Occurrence, Schedule } from '../domain/event.ts';
import { maxOccurrences, monthsAhead, monthsBehind } from '../domain/limits.ts';
import { isEndless, parseRule } from '../domain/recurrence-rule.ts';
import { neverMatches } from '../ports/expand-rule.ts';
import { expandSchedule } from '../ports/expand-schedule.ts';
import { addMonths, spanOf } from '../ports/zones.ts';

export interface Materialised {
  readonly occurrences: readonly Occurrence[];
  /** Until when an endless series is written down; null: whole. */
  readonly until: Date | null;
}

/** What an endless series may have in the database: its future and the year behind it. */
const maxKept = 3 * maxOccurrences;

/**
 * The occurrences to write down: all of a finite series, 24 months ahead of an endless one.
 *
 * @param keptFrom - earliest occurrence that is written down already
 * @throws {InvalidInputError} naming the rule when it never happens or explodes
 */
export function materialise(schedule: Schedule, now: Date, keptFrom: Date | null = null): Materialised {
  const { recurrenceRule } = schedule;
  const isFinite = recurrenceRule === null || !isEndless(parseRule(recurrenceRule));
  const isWhole = isFinite && !(isOld(schedule, now) && hasTooMany(whole(schedule)));
  const result = isWhole ? whole(schedule) : ahead(schedule, now, keptFrom);
  const { occurrences } = result;
  const counted = isWhole ? occurrences : occurrences.filter(({ startsAt }) => startsAt >= now);
  if (counted.length > maxOccurrences)
    throw refuse(`A series has at most ${maxOccurrences} occurrences, ahead of now if it is endless.`);
  if (isWhole && occurrences.length === 0) throw refuse('This never happens.');
  return result;
}

/** A series that has gone on for years may be longer than one that begins now. */
const isOld = (schedule: Schedule, now: Date): boolean =>
  spanOf(schedule, schedule).startsAt < addMonths(now, -monthsBehind);

const hasTooMany = ({ occurrences }: Materialised): boolean => occurrences.length > maxOccurrences;

const refuse = (why: string) => new InvalidInputError('input.recurrenceRule', why);

function whole(schedule: Schedule): Materialised {
  const limit = maxOccurrences + schedule.exdates.length + 1;
  return { occurrences: expandSchedule(schedule, { from: null, until: null, limit }), until: null };
}

function ahead(schedule: Schedule, now: Date, keptFrom: Date | null): Materialised {
  const behind = addMonths(now, -monthsBehind);
  const from = keptFrom && keptFrom < behind ? keptFrom : behind;
  const starts = spanOf(schedule, schedule).startsAt;
  const until = addMonths(starts > now ? starts : now, monthsAhead);
  const limit = maxKept + schedule.exdates.length;
  const occurrences = expandSchedule(schedule, { from: starts > from ? null : from, until, limit });
  if (occurrences.length <= 1 && neverMatches(schedule, schedule.recurrenceRule ?? ''))
    throw refuse('This never happens.');
  return { occurrences, until };
}

/** The first occurrence that is left, however long ago; null when none is. */
export function firstOccurrence(schedule: Schedule): Occurrence | null {
  const limit = schedule.exdates.length + 1;
  return expandSchedule(schedule, { from: null, until: null, limit })[0] ?? null;
}

/** Whether anything of a series is left to take place, or took place. */
export const isEmpty = (schedule: Schedule): boolean => firstOccurrence(schedule) === null;
