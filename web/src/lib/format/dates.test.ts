import { describe, expect, it } from 'vitest';
import { dayKey, formatBrief, formatDay, formatInstant, formatTime } from './dates.ts';

const seoul = { locale: 'ko', timeZone: 'Asia/Seoul' };
const newYork = { locale: 'en', timeZone: 'America/New_York' };
const now = new Date('2026-11-21T05:00:00Z');

describe('dates as a member reads them', () => {
  it('follow the zone of the member', () => {
    expect(formatTime('2026-11-21T05:04:00Z', seoul)).toBe('오후 2:04');
    expect(formatTime('2026-11-21T05:04:00Z', newYork)).toMatch(/^12:04\sAM$/);
  });

  it('put one instant on different days in different zones', () => {
    expect(dayKey('2026-11-20T16:00:00Z', seoul)).toBe('2026-11-21');
    expect(dayKey('2026-11-20T16:00:00Z', newYork)).toBe('2026-11-20');
  });

  it.each([
    ['2026-11-21T01:00:00Z', '오늘', 'Yesterday'],
    ['2026-11-20T01:00:00Z', '어제', 'Thursday, November 19'],
    ['2026-11-10T03:00:00Z', '11월 10일 화요일', 'Monday, November 9'],
    ['2025-03-01T12:00:00Z', '2025년 3월 1일 토요일', 'Saturday, March 1, 2025'],
  ])('separate the days of a conversation: %s', (instant, korean, english) => {
    expect(formatDay(instant, seoul, now)).toBe(korean);
    expect(formatDay(instant, newYork, now)).toBe(english);
  });

  it.each([
    ['2026-11-21T04:00:00Z', '오후 1:00'],
    ['2026-11-20T04:00:00Z', '어제'],
    ['2026-11-17T04:00:00Z', '화요일'],
    ['2026-11-02T04:00:00Z', '11월 2일'],
    ['2024-11-02T04:00:00Z', '2024. 11. 2.'],
  ])('are brief in a list: %s', (instant, brief) => {
    expect(formatBrief(instant, seoul, now)).toBe(brief);
  });

  it('are brief in English too', () => {
    expect(formatBrief('2026-11-17T17:00:00Z', newYork, now)).toBe('Tue');
  });

  it('name their zone in full, and the weekday as each language does', () => {
    expect(formatInstant('2026-11-21T05:04:00Z', newYork)).toMatch(
      /^Sat, November 21, 2026 at 12:04\sAM EST$/,
    );
    expect(formatInstant('2026-11-21T05:04:00Z', seoul)).toBe('2026년 11월 21일 (토) 오후 2:04 GMT+9');
  });
});
