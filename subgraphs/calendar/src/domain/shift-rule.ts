import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { formatRule, parseRule } from './recurrence-rule.ts';

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;
const dayMs = 86_400_000;

/**
 * The rule of a series whose first day moves from one day to another: "every Monday" becomes "every
 * Tuesday". Days are `2026-11-21`.
 *
 * @throws {InvalidInputError} naming the rule when it does not say how it should move
 */
export function shiftRule(rule: string, from: string, to: string): string {
  if (from === to) return rule;
  const parts = new Map(parseRule(rule));
  const days = Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
  const byDay = parts.get('BYDAY');
  const fixed = ['BYYEARDAY', 'BYWEEKNO', 'BYSETPOS'].some((key) => parts.has(key));
  if (fixed || (byDay !== undefined && parts.get('FREQ') !== 'WEEKLY')) throw ambiguous();
  if (byDay !== undefined) parts.set('BYDAY', shiftWeekdays(byDay, days));
  moveNumber(parts, 'BYMONTHDAY', dayOf(from), dayOf(to));
  moveNumber(parts, 'BYMONTH', monthOf(from), monthOf(to));
  return formatRule(parts);
}

const dayOf = (date: string) => Number(date.slice(8, 10));
const monthOf = (date: string) => Number(date.slice(5, 7));

function shiftWeekdays(byDay: string, days: number): string {
  const moved = byDay.split(',').map((name) => {
    const index = weekdays.findIndex((weekday) => weekday === name);
    if (index < 0) throw ambiguous();
    return weekdays[(((index + days) % 7) + 7) % 7];
  });
  return moved.join(',');
}

/** A rule that names the first day's own number follows it; any other number stands in the way. */
function moveNumber(parts: Map<string, string>, key: string, from: number, to: number): void {
  const value = parts.get(key);
  if (value === undefined || from === to) return;
  if (Number(value) !== from) throw ambiguous();
  parts.set(key, String(to));
}

const ambiguous = () =>
  new InvalidInputError(
    'input.recurrenceRule',
    'This rule names its days: send the rule that fits the new day as well.',
  );
