import { expect, it } from 'vitest';
import { toPublicError } from '../errors/public-error.ts';
import { asOutage } from './as-outage.ts';

const withCode = (code: string) => Object.assign(new Error('what the server said'), { code });

it.each([
  ['a server that starts', withCode('57P03'), 'SUBGRAPH_UNAVAILABLE'],
  ['a server that ended', withCode('57P01'), 'SUBGRAPH_UNAVAILABLE'],
  ['nobody at the port', withCode('ECONNREFUSED'), 'SUBGRAPH_UNAVAILABLE'],
  ['a full pool', new Error('timeout exceeded when trying to connect'), 'SUBGRAPH_UNAVAILABLE'],
  ['a cancelled statement', withCode('57014'), 'TIMED_OUT'],
])('%s is an outage', (_, error, code) => {
  expect(toPublicError(asOutage(error))).toMatchObject({ code, retryable: true });
});

it('leaves what is wrong with the statement as it is', () => {
  const error = withCode('23505');
  expect(asOutage(error)).toBe(error);
});
