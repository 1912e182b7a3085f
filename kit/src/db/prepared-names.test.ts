import { describe, expect, it } from 'vitest';
import { PreparedNames } from './prepared-names.ts';

const named = (names: PreparedNames, text: string, times: number) =>
  Array.from({ length: times }, () => names.nameOf(text, 'stage.find'));

describe('the name of a prepared statement', () => {
  it('is given when a text comes for the third time, and stays', () => {
    expect(named(new PreparedNames(), 'select 1', 5)).toEqual([
      undefined,
      undefined,
      'stage.find.1',
      'stage.find.1',
      'stage.find.1',
    ]);
  });

  it('is another for another text of the same statement', () => {
    const names = new PreparedNames();
    expect(named(names, 'select 1', 3).at(-1)).toBe('stage.find.1');
    expect(named(names, 'select 2', 3).at(-1)).toBe('stage.find.2');
  });

  it('is a new one after it was forgotten', () => {
    const names = new PreparedNames();
    named(names, 'select 1', 3);
    names.forget('select 1');
    expect(named(names, 'select 1', 3).at(-1)).toBe('stage.find.2');
  });

  it('is at most 63 bytes long', () => {
    const names = new PreparedNames();
    const long = `messaging.${'find'.repeat(20)}`;
    for (let n = 0; n < 3; n += 1) names.nameOf('select 1', long);
    expect(names.nameOf('select 1', long)?.length).toBeLessThanOrEqual(63);
  });

  it('is given to five hundred texts and no more', () => {
    const names = new PreparedNames();
    const texts = Array.from({ length: 600 }, (_, n) => `select ${n}`);
    const given = texts.map((text) => named(names, text, 3).at(-1));
    expect(given.filter((name) => name !== undefined)).toHaveLength(500);
    expect(names.nameOf('select 0', 'stage.find')).toBe('stage.find.1');
  });
});
