import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { nthOf, readRule, writeRule } from './rule.ts';
import { ruleText } from './rule-text.ts';

const until = '2026-12-31T14:59:59.000Z';

describe('rules that the form writes', () => {
  it.each([
    ['FREQ=DAILY', 'Every day', '매일'],
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH',
      'Every 2 weeks on Monday and Thursday',
      '2주마다 월요일 및 목요일',
    ],
    ['FREQ=WEEKLY;BYDAY=FR;COUNT=10', 'Every week on Friday, 10 times', '매주 금요일, 10번'],
    ['FREQ=MONTHLY', 'Every month', '매월'],
    ['FREQ=MONTHLY;BYDAY=2TU', 'Every month on the second Tuesday', '매월 둘째 화요일'],
    ['FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR', 'Every 3 months on the last Friday', '3개월마다 마지막 금요일'],
    [
      'FREQ=YEARLY;UNTIL=20261231T145959Z',
      'Every year, until December 31, 2026',
      '매년, 2026년 12월 31일까지',
    ],
  ])('%s is read, told and written again', (text, english, korean) => {
    const rule = readRule(text);
    if (!rule) throw new Error('not read');
    overwriteGetLocale(() => 'en');
    expect(ruleText(rule, 'en')).toBe(english);
    overwriteGetLocale(() => 'ko');
    expect(ruleText(rule, 'ko')).toBe(korean);
    expect(writeRule(rule, rule.untilOn ? until : null)).toBe(text);
  });

  it.each([
    'FREQ=HOURLY',
    'FREQ=MONTHLY;BYMONTHDAY=-1',
    'FREQ=MONTHLY;BYDAY=MO,TU',
    'FREQ=YEARLY;BYDAY=MO',
    '',
  ])('leaves %s alone: the form could not say it', (text) => {
    expect(readRule(text)).toBeNull();
  });

  it.each([
    ['2026-11-01', 1, 'SU'],
    ['2026-11-28', 4, 'SA'],
    ['2026-11-29', -1, 'SU'],
  ])('%s is number %i of its %s in the month', (day, position, weekday) => {
    expect(nthOf(day)).toEqual({ position, weekday });
  });
});
