import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { shortReason } from './short-reason.ts';

describe('why a place was suggested to somebody, on a card', () => {
  it.each([
    ['NEAR_BY', 1_142.3, '1,142 km from earlier trips', '다녀온 곳에서 1,142 km'],
    ['NEAR_BY', null, 'Near earlier trips', '다녀온 곳 근처'],
    ['DAYLIGHT', 9.6, '10 h of daylight', '낮 10시간'],
    ['HOLIDAY', 1, 'Public holidays: 1', '공휴일 1일'],
    ['NEW_PLACE', null, 'A new place', '처음 가는 곳'],
  ])('%s %s', (code, value, english, korean) => {
    overwriteGetLocale(() => 'en');
    expect(shortReason({ code, value }, 'en')).toBe(english);
    overwriteGetLocale(() => 'ko');
    expect(shortReason({ code, value }, 'ko')).toBe(korean);
  });

  it.each(['SOMETHING_NEW', 'DAYLIGHT'])('leaves out %s where there is nothing to say', (code) => {
    expect(shortReason({ code, value: null }, 'en')).toBeNull();
  });
});
