import { describe, expect, it } from 'vitest';
import { avatarColorOf, avatarColors } from './avatar-color.ts';
import { toLocale } from './locale.ts';
import { toTimeZone } from './time-zone.ts';

describe('a time zone', () => {
  it.each([
    ['Asia/Seoul', 'Asia/Seoul'],
    ['asia/seoul', 'Asia/Seoul'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['UTC', 'UTC'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['Etc/GMT+9', 'Etc/GMT+9'],
  ])('%s is kept as %s', (value, kept) => {
    expect(toTimeZone(value, 'timeZone')).toBe(kept);
  });

  it.each([
    '',
    'Seoul',
    'Asia/Atlantis',
    '+09:00',
    'GMT+25',
    'Asia/Seoul\u0000',
    '../etc/passwd',
    'x'.repeat(5_000),
  ])('%j is refused', (value) => {
    expect(() => toTimeZone(value, 'timeZone')).toThrow(expect.objectContaining({ field: 'timeZone' }));
  });
});

describe('a locale', () => {
  it('is Korean or English', () => {
    expect([toLocale('KO', 'locale'), toLocale('EN', 'locale')]).toEqual(['KO', 'EN']);
  });

  it.each(['', 'ko', 'KR', '__proto__'])('%j is refused', (value) => {
    expect(() => toLocale(value, 'locale')).toThrow(expect.objectContaining({ field: 'locale' }));
  });
});

/** WCAG 2.2 relative luminance. */
function luminance(color: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('an avatar colour', () => {
  it.each([...avatarColors])('%s carries white text with a contrast of at least 4.5 to 1', (color) => {
    expect(1.05 / (luminance(color) + 0.05)).toBeGreaterThanOrEqual(4.5);
  });

  it('is always the same for a member, and all are used', () => {
    const ids = Array.from(
      { length: 500 },
      (_, index) => `01989d2c-0000-7000-8000-${String(index).padStart(12, '0')}`,
    );
    expect(ids.map(avatarColorOf)).toEqual(ids.map(avatarColorOf));
    expect(new Set(ids.map(avatarColorOf)).size).toBe(avatarColors.length);
  });
});
