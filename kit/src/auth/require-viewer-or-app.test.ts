import { expect, it } from 'vitest';
import { ForbiddenError, UnauthenticatedError } from '../errors/domain-error.ts';
import { requireViewerOrApp } from './require-viewer-or-app.ts';

const viewer = { memberId: 'm', sessionId: 's', roles: ['MEMBER' as const], membershipVersion: 0 };
const appWith = (...scopes: string[]) => ({ viewer: null, app: { id: 'a', scopes } });

it('is the member who asks', () => {
  expect(requireViewerOrApp({ viewer }, 'rooms:read')).toBe(viewer);
});

it('is nobody where an app with the scope asks', () => {
  expect(requireViewerOrApp(appWith('cars:read', 'rooms:read'), 'rooms:read')).toBeNull();
});

it.each([
  ['none', []],
  ['another', ['cars:read']],
  ['one that only begins like it', ['rooms:read.more']],
  ['a role, which no app is given', ['MEMBER']],
])('refuses an app with %s', (_, scopes) => {
  expect(() => requireViewerOrApp(appWith(...scopes), 'rooms:read')).toThrow(ForbiddenError);
});

it('refuses nobody, whom a log-in would help', () => {
  expect(() => requireViewerOrApp({ viewer: null }, 'rooms:read')).toThrow(UnauthenticatedError);
});
