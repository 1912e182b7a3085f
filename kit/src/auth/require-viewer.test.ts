import { expect, it } from 'vitest';
import { ForbiddenError, UnauthenticatedError } from '../errors/domain-error.ts';
import { requireViewer } from './require-viewer.ts';

const viewer = { memberId: 'm', sessionId: 's', roles: ['MEMBER' as const], membershipVersion: 0 };

it('is the member who asks', () => {
  expect(requireViewer({ viewer })).toBe(viewer);
});

it('is not there where nobody asks, and a log-in would help', () => {
  expect(() => requireViewer({ viewer: null })).toThrow(UnauthenticatedError);
});

it('is not there where an app asks, and nothing would help', () => {
  expect(() => requireViewer({ viewer: null, app: { id: 'a', scopes: ['trips:read'] } })).toThrow(
    ForbiddenError,
  );
});
