import { describe, expect, it } from 'vitest';
import { ConflictError, ForbiddenError } from '@moim/kit/errors/domain-error.ts';
import { assertAdmin, assertAdminRemains, normalizeRoles } from './role.ts';

describe('roles', () => {
  it('are kept once each, in the documented order, with MEMBER', () => {
    expect(normalizeRoles(['OPERATOR', 'CX', 'CX'])).toEqual(['MEMBER', 'CX', 'OPERATOR']);
    expect(normalizeRoles([])).toEqual(['MEMBER']);
  });

  it('are set by ADMIN only', () => {
    expect(() => assertAdmin(['MEMBER', 'ADMIN'])).not.toThrow();
    expect(() => assertAdmin(['MEMBER', 'CX', 'OPERATOR', 'INSTRUCTOR'])).toThrow(ForbiddenError);
  });

  it('always leave one ADMIN', () => {
    expect(() => assertAdminRemains(['a'], 'a')).toThrow(ConflictError);
    expect(() => assertAdminRemains(['a', 'b'], 'a')).not.toThrow();
    expect(() => assertAdminRemains(['a'], 'b')).not.toThrow();
  });
});
