import { describe, expect, it } from 'vitest';
import { ConflictError, ForbiddenError } from '@moim/kit/errors/domain-error.ts';
import {
  assertMayAdd,
  assertMayRemove,
  assertOwnerRemains,
  initialMembers,
  maxInitialMembers,
} from './group.ts';

describe('a new group', () => {
  it('has each member once, besides its creator', () => {
    expect(initialMembers(['b', 'A', 'b', 'me'], 'me')).toEqual(['a', 'b']);
  });

  it.each([
    [maxInitialMembers, false],
    [maxInitialMembers + 1, true],
  ])('with %i others is refused: %s', (count, isRefused) => {
    const create = () =>
      initialMembers(
        Array.from({ length: count }, (_, index) => `m${index}`),
        'me',
      );
    if (isRefused) expect(create).toThrow(expect.objectContaining({ field: 'input.memberIds' }));
    else expect(create()).toHaveLength(count);
  });
});

describe('who decides about a group', () => {
  it('is its owner', () => {
    expect(() => assertMayAdd('OWNER')).not.toThrow();
    expect(() => assertMayRemove('OWNER', false)).not.toThrow();
  });

  it('is not a plain member', () => {
    expect(() => assertMayAdd('MEMBER')).toThrow(ForbiddenError);
    expect(() => assertMayRemove('MEMBER', false)).toThrow(ForbiddenError);
  });

  it('is everybody for themselves when leaving', () => {
    expect(() => assertMayRemove('MEMBER', true)).not.toThrow();
  });

  it.each([
    ['OWNER', 1, true],
    ['OWNER', 2, false],
    ['MEMBER', 1, false],
  ] as const)('%s leaving a group of %i owners is refused: %s', (role, owners, isRefused) => {
    const leave = () => assertOwnerRemains(role, owners);
    if (isRefused) expect(leave).toThrow(ConflictError);
    else expect(leave).not.toThrow();
  });
});
