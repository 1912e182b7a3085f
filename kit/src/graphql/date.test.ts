import { describe, expect, it } from 'vitest';
import { dateScalar } from './date.ts';

describe('Date', () => {
  it.each(['2026-11-21', '2024-02-29', '0001-01-01'])('takes and answers %s', (day) => {
    expect(dateScalar.parseValue(day)).toBe(day);
    expect(dateScalar.serialize(day)).toBe(day);
  });

  it.each(['2026-02-30', '2026-2-3', '2026-11-21T00:00:00Z', '', 20261121, null, '2023-02-29'])(
    'refuses %o',
    (value) => {
      expect(() => dateScalar.parseValue(value)).toThrow('A Date is a day of the calendar');
    },
  );
});
