import { CombinedError } from '@urql/core';
import { describe, expect, it } from 'vitest';
import { isRetryable } from './errors.ts';

const away = 'SUBGRAPH_UNAVAILABLE';
const whole = ['me', 'notifications'];
const part = ['me', 'notifications', 'edges', 0, 'node', 'subject'];

function failed(...errors: readonly (readonly [code: string, path?: readonly (string | number)[]])[]) {
  const graphQLErrors = errors.map(([code, path]) => ({
    message: code,
    extensions: { code },
    ...(path ? { path } : {}),
  }));
  return new CombinedError({ graphQLErrors });
}

describe('a query is asked again', () => {
  it.each([
    ['what passes', failed([away, part]), undefined, true],
    ['what stays', failed(['FORBIDDEN', part]), undefined, false],
    ['a part', failed([away, part]), 'me.notifications', false],
    ['the whole', failed([away, whole]), 'me.notifications', true],
    ['what is above the whole', failed(['BEHIND', ['me']]), 'me.notifications', true],
    ['another field of that beginning', failed([away, ['me', 'notificationsOff']]), 'me.notifications', true],
    ['all, at no place', failed(['TIMED_OUT']), 'me.notifications', true],
    ['the whole, for good', failed(['FORBIDDEN', whole]), 'me.notifications', false],
    ['a part and the whole', failed([away, part], ['BEHIND', whole]), 'me.notifications', true],
    ['a part, and the whole for good', failed([away, part], ['FORBIDDEN', whole]), 'me.notifications', false],
    ['any field, all being parts', failed([away, ['me']]), '', false],
    ['all, all being parts', failed([away]), '', true],
  ])('after the failure of %s: %#', (_what, error, partsOf, isAskedAgain) => {
    expect(isRetryable(error, partsOf)).toBe(isAskedAgain);
  });

  it('when nothing answered, also where parts would do', () => {
    const error = new CombinedError({ networkError: new TypeError('Failed to fetch') });
    expect(isRetryable(error, 'me.notifications')).toBe(true);
    expect(isRetryable(error, '')).toBe(true);
  });
});
