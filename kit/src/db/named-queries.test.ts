import { describe, expect, it } from 'vitest';
import { withName } from './named-queries.ts';

describe('a statement with its name', () => {
  it.each([
    ['select 1', 'select /* a.b */ 1'],
    ['\n      insert into x values (1)', 'insert /* a.b */ into x values (1)'],
    ['with n as (select 1) select * from n', 'with /* a.b */ n as (select 1) select * from n'],
    ['(select 1) union (select 2)', '/* a.b */ (select 1) union (select 2)'],
  ])('%s', (text, named) => expect(withName(text, 'a.b')).toBe(named));
});
