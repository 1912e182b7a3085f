import { describe, expect, it } from 'vitest';
import { ConflictError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { roles } from '@moim/kit/auth/viewer.ts';
import { appStateOf, assertExpiry, assertRoomForApp, normalizeScopes } from './app.ts';

const now = new Date('2026-11-29T09:00:00.000Z');
const after = (ms: number) => new Date(now.getTime() + ms);
const twoYearsMs = 2 * 365 * 86_400_000;

describe('scopes', () => {
  it('are each there once, in the order of the alphabet', () => {
    expect(normalizeScopes(['trips:read', 'cars', 'trips:read'])).toEqual(['cars', 'trips:read']);
  });

  it.each([[[]], [['a']], [[`a${'0'.repeat(63)}`]], [['a.b_c:d-1']]])('may be %j', (scopes) => {
    expect(normalizeScopes(scopes)).toEqual(scopes);
  });

  it.each(['', 'A', '1a', ':a', `a${'0'.repeat(64)}`, 'a b', 'a"', 'ä', 'a\n', ...roles])(
    'are not %j, which might be a role or break a token',
    (scope) => {
      expect(() => normalizeScopes(['fine', scope])).toThrow(InvalidInputError);
    },
  );

  it('are twenty at most', () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => `s${n}`);
    expect(normalizeScopes([...many(20), 's0'])).toHaveLength(20);
    expect(() => normalizeScopes(many(21))).toThrow(InvalidInputError);
  });
});

describe('the end of an app', () => {
  it.each([1, twoYearsMs])('may be in %d ms', (ms) => {
    expect(() => assertExpiry(after(ms), now)).not.toThrow();
  });

  it.each([-1, 0, twoYearsMs + 1, NaN])('is not in %d ms', (ms) => {
    expect(() => assertExpiry(after(ms), now)).toThrow(InvalidInputError);
  });
});

it.each([
  ['ACTIVE', 1, null],
  ['EXPIRED', 0, null],
  ['EXPIRED', -1, null],
  ['REVOKED', 1, now],
  ['REVOKED', -1, now],
] as const)('an app is %s with %d ms to go, revoked %s', (state, leftMs, revokedAt) => {
  expect(appStateOf({ expiresAt: after(leftMs), revokedAt }, now)).toBe(state);
});

it('there are a hundred at a time', () => {
  expect(() => assertRoomForApp(99)).not.toThrow();
  expect(() => assertRoomForApp(100)).toThrow(ConflictError);
});
