import { describe, expect, it } from 'vitest';
import { roles } from '@moim/kit/auth/viewer.ts';
import { canSeeOrigin, isHandler, shortenAddress } from './access.ts';
import { eraseAfter, keepUntil } from './retention.ts';

describe('access', () => {
  it('makes CX alone a handler of other people’s data', () => {
    expect(roles.filter((role) => isHandler({ roles: [role] }))).toEqual(['CX']);
    expect(roles.filter((role) => canSeeOrigin({ roles: [role] }))).toEqual(['CX', 'ADMIN']);
  });

  it.each([
    ['203.0.113.77', '203.0.113.0'],
    ['::ffff:203.0.113.77', '203.0.113.0'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::'],
    ['2001:db8::1', '2001:db8::'],
    ['::1', '::'],
    ['', null],
    ['unknown', null],
  ])('keeps the network of "%s": %s', (address, network) => {
    expect(shortenAddress(address)).toBe(network);
  });
});

describe('retention', () => {
  it.each([
    ['2026-11-21T05:00:00.000Z', '2027-01-21T05:00:00.000Z'],
    ['2026-12-31T05:00:00.000Z', '2027-02-28T05:00:00.000Z'],
  ])('keeps data of who left at %s until %s', (withdrawn, erased) => {
    expect(eraseAfter(new Date(withdrawn)).toISOString()).toBe(erased);
  });

  it('keeps the access log for the years that the operator set', () => {
    expect(keepUntil(new Date('2024-02-29T00:00:00.000Z'), 2).toISOString()).toBe('2026-02-28T00:00:00.000Z');
  });
});
