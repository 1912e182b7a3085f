import { describe, expect, it } from 'vitest';
import { timeZones } from './time-zones.ts';

const options = timeZones('Asia/Seoul', 'en', new Date('2026-11-21T00:00:00Z'));
const indexOf = (zone: string) => options.findIndex(({ value }) => value === zone);

describe('timeZones', () => {
  it('names each zone with its distance from UTC', () => {
    expect(options[indexOf('Asia/Seoul')]?.label).toBe('(GMT+09:00) Asia/Seoul');
  });

  it('runs from west to east', () => {
    expect(indexOf('America/New_York')).toBeLessThan(indexOf('UTC'));
    expect(indexOf('UTC')).toBeLessThan(indexOf('Asia/Seoul'));
  });

  it('always offers the own zone, once', () => {
    const own = timeZones('Etc/GMT-14', 'en').filter(({ value }) => value === 'Etc/GMT-14');
    expect(own).toHaveLength(1);
  });
});
