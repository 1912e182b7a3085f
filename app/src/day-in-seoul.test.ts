import { expect, it } from 'vitest';
import { dayInSeoul } from './day-in-seoul.ts';

it.each([
  ['2026-11-28T14:59:59Z', '2026-11-28'],
  ['2026-11-28T15:00:00Z', '2026-11-29'],
  ['2026-12-31T23:30:00Z', '2027-01-01'],
])('at %s it is %s in Seoul, whatever day it is in Greenwich', (instant, day) => {
  expect(dayInSeoul(new Date(instant))).toBe(day);
});
