import { describe, expect, it } from 'vitest';
import { assertPossibleEnd, type CoverageEnd, statusesOf, withEnd, withinReach } from './cover.ts';

const at = (minutes: number) => new Date(minutes * 60_000);
const from10 = { startsAt: at(10), endsAt: null, endedBy: null };
const endedAt = (minutes: number, endedBy: CoverageEnd = 'MEMBER') => ({
  ...{ startsAt: at(10), endsAt: at(minutes), endedBy },
});

describe('withEnd', () => {
  it.each([
    ['ends what runs', from10, 20, 20],
    ['ends where it began', from10, 10, 10],
    ['moves an end earlier', endedAt(30), 20, 20],
    ['changes nothing at the same instant', endedAt(30), 30, null],
    ['never moves an end later', endedAt(30), 40, null],
  ])('%s', (_, cover, minutes, expected) => {
    const ended = withEnd(cover, { at: at(minutes), by: 'INSURER' });
    expect(ended?.endsAt ?? null).toEqual(expected === null ? null : at(expected));
    if (ended) expect(ended.endedBy).toBe('INSURER');
  });

  it('is never asked for an end before the start', () => {
    expect(() => withEnd(from10, { at: at(9), by: 'CX' })).toThrow(RangeError);
  });
});

describe('withinReach', () => {
  it.each([
    ['as it is', 20, 20],
    ['not before the start', 5, 10],
    ['not in the future', 50, 40],
  ])('%s', (_, minutes, expected) => {
    expect(withinReach(from10, at(minutes), at(40))).toEqual(at(expected));
  });
});

describe('assertPossibleEnd', () => {
  it.each([[9], [41]])('refuses minute %d of cover from 10, asked for at 40', (minutes) => {
    expect(() => assertPossibleEnd(from10, at(minutes), at(40), 'input.effectiveAt')).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'input.effectiveAt' }),
    );
  });

  it.each([[10], [40]])('takes minute %d', (minutes) => {
    expect(() => assertPossibleEnd(from10, at(minutes), at(40), 'x')).not.toThrow();
  });
});

describe('statusesOf', () => {
  const unconfirmed = { confirmedAt: null };
  it.each([
    ['before the start', { ...from10, ...unconfirmed }, 9, ['PENDING']],
    ['at the start', { ...from10, ...unconfirmed }, 10, ['ON_RISK']],
    ['an instant before the end', { ...endedAt(30, 'CX'), ...unconfirmed }, 29.99, ['ON_RISK']],
    ['at the end: half-open', { ...endedAt(30, 'CX'), ...unconfirmed }, 30, ['ENDED']],
    ['a member’s end', { ...endedAt(30), ...unconfirmed }, 30, ['CANCEL_REQUESTED', 'ENDED']],
    ['an end by parking', { ...endedAt(30, 'PARKING'), ...unconfirmed }, 40, ['CANCEL_REQUESTED', 'ENDED']],
    ['confirmed by the insurer', { ...endedAt(30), confirmedAt: at(50) }, 50, ['ENDED']],
    ['as it was before that', { ...endedAt(30), confirmedAt: at(50) }, 49, ['CANCEL_REQUESTED', 'ENDED']],
    ['that never covered anything', { ...endedAt(10, 'CX'), ...unconfirmed }, 10, ['ENDED']],
  ])('%s', (_, cover, minutes, statuses) => {
    expect(statusesOf(cover, at(minutes))).toEqual(statuses);
  });
});
