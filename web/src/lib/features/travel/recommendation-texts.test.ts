import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { reasonText, refusalText } from './recommendation-texts.ts';

function inLanguage(locale: 'en' | 'ko', text: () => string | null): string | null {
  overwriteGetLocale(() => locale);
  return text();
}

describe('why a place is suggested', () => {
  it.each([
    ['NEAR_BY', 142.3, '142 km from where you have travelled.', '다녀온 곳에서 142 km 떨어져 있어요.'],
    ['HOLIDAY', 1, '1 public holiday falls within the trip.', '여행 기간에 공휴일이 1일 있어요.'],
    ['DAYLIGHT', 9.6, '9.6 hours of daylight on the first day.', '첫날 낮 길이가 9.6시간이에요.'],
    ['DAYLIGHT', null, 'Enough daylight at that time of the year.', '그 시기에 낮이 충분히 길어요.'],
    ['NEW_PLACE', null, 'You have not been there yet.', '아직 가 보지 않은 곳이에요.'],
  ])('%s %s', (code, value, english, korean) => {
    expect(inLanguage('en', () => reasonText({ code, value }, 'en'))).toBe(english);
    expect(inLanguage('ko', () => reasonText({ code, value }, 'ko'))).toBe(korean);
  });

  it('is left out where this version has no words for it', () => {
    expect(reasonText({ code: 'SOMETHING_NEW', value: 1 }, 'en')).toBeNull();
  });

  it('and why nothing came of it always says something', () => {
    expect(inLanguage('en', () => refusalText('CREDITS_TOO_FEW'))).toContain('Top up');
    expect(inLanguage('en', () => refusalText('SOMETHING_NEW'))).toContain('nothing was charged');
  });
});
