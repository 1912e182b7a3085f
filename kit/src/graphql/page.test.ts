import { describe, expect, it } from 'vitest';
import { encodeCursor, type PageArguments, toConnection, toPage } from './page.ts';

describe('toPage', () => {
  it.each<[string, PageArguments, object]>([
    ['the default size', {}, { size: 20, direction: 'forward', after: null, before: null }],
    ['the smallest', { first: 1 }, { size: 1, direction: 'forward', after: null, before: null }],
    [
      'the largest, from the end',
      { last: 100 },
      { size: 100, direction: 'backward', after: null, before: null },
    ],
    [
      'a decoded cursor',
      { first: 2, after: encodeCursor('7') },
      { size: 2, direction: 'forward', after: '7', before: null },
    ],
  ])('reads %s', (_, input, page) => {
    expect(toPage(input)).toEqual(page);
  });

  it.each<[PageArguments, string]>([
    [{ first: 0 }, 'first'],
    [{ first: 101 }, 'first'],
    [{ last: -1 }, 'last'],
    [{ first: 1, last: 1 }, 'last'],
    [{ after: 'garbage' }, 'after'],
    [{ before: '' }, 'before'],
  ])('refuses %j and names the argument', (input, field) => {
    expect(() => toPage(input)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field }));
  });
});

describe('toConnection', () => {
  const connection = (rows: number[], input: PageArguments) =>
    toConnection(rows, toPage(input), String, (row) => row);
  const nodes = (rows: number[], input: PageArguments) =>
    connection(rows, input).edges.map(({ node }) => node);

  it.each<[PageArguments, number[], boolean, boolean]>([
    [{ first: 2 }, [1, 2], true, false],
    [{ last: 2 }, [2, 3], false, true],
    [{ first: 3 }, [1, 2, 3], false, false],
  ])('%j of three rows', (input, kept, hasNextPage, hasPreviousPage) => {
    expect(nodes([1, 2, 3], input)).toEqual(kept);
    expect(connection([1, 2, 3], input).pageInfo).toMatchObject({ hasNextPage, hasPreviousPage });
  });

  it('has no cursors on an empty page', () => {
    expect(connection([], { first: 5 })).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });
});
