import { expect, it } from 'vitest';
import { statusOfResult } from './status-of-result.ts';

const failed = (...codes: unknown[]) => ({
  errors: codes.map((code) => ({ message: 'no', extensions: { code } })),
});

it.each([
  ['data', { data: { a: 1 } }, 200],
  ['data beside errors', { data: { a: null }, ...failed('INTERNAL') }, 200],
  ['no data, but null', { data: null, ...failed('SUBGRAPH_UNAVAILABLE') }, 200],
  ['an operation beyond a limit', failed('LIMIT_EXCEEDED'), 400],
  ['one that was not planned in time', failed('TIMED_OUT'), 504],
  ['a fault of ours', failed('INTERNAL'), 500],
  ['the first of two errors', failed('LIMIT_EXCEEDED', 'INTERNAL'), 400],
  ['a code that is not ours', failed('THEIRS'), 500],
  ['a name of every object', failed('constructor'), 500],
  ['no code', failed(undefined), 500],
  ['nothing', {}, 500],
])('%s', (_, result, status) => {
  expect(statusOfResult(result)).toBe(status);
});
