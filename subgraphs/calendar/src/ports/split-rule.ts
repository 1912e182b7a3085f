import type { Timing, WallTime } from '../domain/event.ts';
import { parseRule, withEnd } from '../domain/recurrence-rule.ts';
import { basic, expandRule, utcUntil } from './expand-rule.ts';
import { addSeconds, dateOf, instantOf, toWall } from './zones.ts';

/** The rule as it ends before the split, and as it goes on from there. */
export function splitRule(timing: Timing, rule: string, at: WallTime): { before: string; after: string } {
  const splitAt = instantOf(timing, at);
  const until = timing.isAllDay
    ? dateOf(addSeconds(at, -86_400)).replaceAll('-', '')
    : basic(new Date(splitAt.getTime() - 1000));
  const count = parseRule(rule).get('COUNT');
  const before = withEnd(rule, { until });
  if (count === undefined) return { before, after: rule };
  const passed = expandRule(timing, rule, { from: null, until: splitAt, limit: Number(count) });
  return { before, after: withEnd(rule, { count: Math.max(1, Number(count) - passed.length) }) };
}

/** The rule whose UNTIL follows a move of the series, so that its last occurrence stays in. */
export function moveUntil(from: Timing, to: Timing, rule: string, seconds: number): string {
  const until = parseRule(rule).get('UNTIL');
  if (until === undefined) return rule;
  const last = toWall(readUtc(utcUntil(from, until)), from.isAllDay ? 'UTC' : from.timeZone);
  const moved = addSeconds(last, seconds);
  if (to.isAllDay) return withEnd(rule, { until: dateOf(moved).replaceAll('-', '') });
  return withEnd(rule, { until: basic(instantOf(to, moved)) });
}

const readUtc = (until: string): Date =>
  new Date(until.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
