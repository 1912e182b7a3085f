import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { unanswered } from '../execution/shape/completion.ts';
import { causesOf, explainNulls, explainNullsAt, type NullCause } from './explain-nulls.ts';

const error = (path: NullCause['path']): NullCause => ({ path, rule: 'error', subgraph: 'rooms' });

describe('a null', () => {
  it.each([
    ['where its cause is', { a: null }, ['a'], [{ path: ['a'], rule: 'error', subgraph: 'rooms' }]],
    [
      'that went up',
      { a: [{ b: null }] },
      ['a', 0, 'b', 'c', 1],
      [{ path: ['a', 0, 'b'], from: ['a', 0, 'b', 'c', 1], rule: 'error', subgraph: 'rooms' }],
    ],
    ['that went all the way up', null, ['a'], [{ path: [], from: ['a'], rule: 'error', subgraph: 'rooms' }]],
    ['that is none', { a: 1 }, ['a'], []],
    ['of a place that is not there', { a: { b: null } }, ['a', 'c'], []],
    ['of an inherited name', { a: {} }, ['a', 'constructor'], []],
  ])('%s', (_, data, path, explained) => {
    expect(explainNulls(data, [error(path)])).toEqual(explained);
  });

  it('is explained once, by the first cause', () => {
    const second: NullCause = { path: ['a', 'c'], rule: 'unanswered' };
    expect(explainNulls({ a: null }, [error(['a', 'b']), second])).toEqual([
      { path: ['a'], from: ['a', 'b'], rule: 'error', subgraph: 'rooms' },
    ]);
  });

  it('is one of a hundred at most', () => {
    const list = Array.from({ length: 300 }, () => null);
    expect(
      explainNulls(
        list,
        list.map((_, index) => error([index])),
      ),
    ).toHaveLength(100);
  });

  it('comes from the subgraph that an error names, with the code that the client is told', () => {
    const errors = [
      new GraphQLError('x', { path: ['a'], extensions: { serviceName: 'rooms', code: 'SQL' } }),
      new GraphQLError('no place', { extensions: { serviceName: 'rooms' } }),
    ];
    const told = errors.map(({ message }) => ({ message, extensions: { code: 'INTERNAL' } }));
    expect(causesOf(errors, told)).toEqual([
      { path: ['a'], rule: 'error', subgraph: 'rooms', code: 'INTERNAL' },
    ]);
  });

  it('comes from the subgraph that answered a wrong value, told of as an error or not', () => {
    const errors = [
      new GraphQLError('wrong', { path: ['a'] }),
      new GraphQLError('nothing left', { path: [] }),
    ];
    const told = errors.map(({ message }) => ({ message, extensions: { code: 'INTERNAL' } }));
    const violations = [
      { message: 'wrong', path: ['a'], subgraph: 'rooms' },
      { message: unanswered, path: ['b'] },
    ];
    expect(causesOf(errors, told, violations)).toEqual([
      { path: ['a'], rule: 'violation', subgraph: 'rooms', code: 'INTERNAL' },
      { path: ['a'], rule: 'violation', subgraph: 'rooms' },
      { path: ['b'], rule: 'unanswered' },
      { path: [], rule: 'violation', code: 'INTERNAL' },
    ]);
  });

  it('of a part is told with its whole path', () => {
    const causes = [error(['a', 1, 'b', 'c']), error(['a', 0, 'b']), error(['z'])];
    expect(explainNullsAt(['a', 1], { b: null }, causes, 't1')).toEqual([
      { path: ['a', 1, 'b'], from: ['a', 1, 'b', 'c'], rule: 'error', subgraph: 'rooms', traceId: 't1' },
    ]);
    expect(explainNullsAt(['a', 1], null, causes, null)).toEqual([
      { path: ['a', 1], from: ['a', 1, 'b', 'c'], rule: 'error', subgraph: 'rooms' },
    ]);
  });
});
