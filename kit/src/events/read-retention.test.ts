import { expect, it } from 'vitest';
import { readRetention } from './read-retention.ts';

const dayMs = 86_400_000;

it.each([
  [{}, 30],
  [{ EVENT_LOG_DAYS: '' }, 30],
  [{ EVENT_LOG_DAYS: '1' }, 1],
  [{ EVENT_LOG_DAYS: '3650' }, 3_650],
])('keeps events for as long as %j says', (environment, days) => {
  expect(readRetention(environment)).toBe(days * dayMs);
});

it.each(['0', '3651', '-1', '1.5', 'for ever'])('refuses %s days', (EVENT_LOG_DAYS) => {
  expect(() => readRetention({ EVENT_LOG_DAYS })).toThrow(
    'EVENT_LOG_DAYS must be a whole number from 1 to 3650',
  );
});
