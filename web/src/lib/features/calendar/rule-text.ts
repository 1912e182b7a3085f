import { m } from '#lib/paraglide/messages.js';
import type { DayKey } from './days.ts';
import { type Frequency, type Rule, type Weekday, weekdays } from './rule.ts';

/** "Every 2 weeks on Monday and Thursday, 10 times", in the language of the page. */
export function ruleText(rule: Rule, locale: string): string {
  const when = whenText(rule, locale);
  if (rule.count !== null) return m.calendar_rule_count({ when, count: rule.count });
  if (rule.untilOn !== null) return m.calendar_rule_until({ when, day: dayText(rule.untilOn, locale) });
  return when;
}

export function weekdayName(day: Weekday, locale: string, length: 'long' | 'short' | 'narrow'): string {
  // 1 November 2026 was a Sunday.
  const date = new Date(Date.UTC(2026, 10, 1 + weekdays.indexOf(day)));
  return new Intl.DateTimeFormat(locale, { weekday: length, timeZone: 'UTC' }).format(date);
}

function whenText(rule: Rule, locale: string): string {
  const every = everyTexts[rule.frequency]({ count: rule.interval });
  if (rule.frequency === 'WEEKLY' && rule.weekdays.length > 0) {
    const names = weekdays.filter((day) => rule.weekdays.includes(day));
    const days = new Intl.ListFormat(locale).format(names.map((day) => weekdayName(day, locale, 'long')));
    return m.calendar_rule_on({ every, days });
  }
  if (!rule.nth) return every;
  const day = weekdayName(rule.nth.weekday, locale, 'long');
  return m.calendar_rule_on({ every, days: nthText(rule.nth.position, day) });
}

export function nthText(position: number, day: string): string {
  return (nthTexts[position] ?? m.calendar_nth_last)({ day });
}

function dayText(day: DayKey, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));
}

const everyTexts: Record<Frequency, (inputs: { count: number }) => string> = {
  DAILY: m.calendar_every_day,
  WEEKLY: m.calendar_every_week,
  MONTHLY: m.calendar_every_month,
  YEARLY: m.calendar_every_year,
};

const nthTexts: Record<number, (inputs: { day: string }) => string> = {
  1: m.calendar_nth_first,
  2: m.calendar_nth_second,
  3: m.calendar_nth_third,
  4: m.calendar_nth_fourth,
};
