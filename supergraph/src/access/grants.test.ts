import { expect, it } from 'vitest';
import { members } from '../testing/members.ts';
import { grantsOfViewer, isGranted } from './grants.ts';
import type { Requirement } from './access-rules.ts';

const viewer = {
  memberId: members.ann,
  sessionId: members.ann,
  roles: ['CX' as const],
  membershipVersion: 0,
};
const member = grantsOfViewer({ viewer, isService: false, requestId: 'r' });
const appWith = (...scopes: string[]) =>
  grantsOfViewer({ viewer: null, app: { id: 'a', scopes }, isService: false, requestId: 'r' });
const nobody = grantsOfViewer({ viewer: null, isService: false, requestId: 'r' });
const free: Requirement = { isForAuthenticated: false, scopes: null, policies: null };
const needing = (...scopes: string[][]): Requirement => ({ ...free, scopes });

it.each([
  ['what has no rule', free, { member: true, app: true, nobody: true }],
  ['@authenticated', { ...free, isForAuthenticated: true }, { member: true, app: false, nobody: false }],
  ['a scope of the app', needing(['trips:read']), { member: false, app: true, nobody: false }],
  ['its scopes together', needing(['trips:read', 'cars:read']), { member: false, app: true, nobody: false }],
  [
    'one more than it has',
    needing(['trips:read', 'trips:write']),
    { member: false, app: false, nobody: false },
  ],
  ['a role', needing(['CX']), { member: true, app: false, nobody: false }],
  ['a role or a scope', needing(['CX'], ['cars:read']), { member: true, app: true, nobody: false }],
  ['a policy', { ...free, policies: [['may']] }, { member: false, app: false, nobody: false }],
])('%s lets through %#', (_, requirement, expected) => {
  expect({
    member: isGranted(requirement, member),
    app: isGranted(requirement, appWith('trips:read', 'cars:read')),
    nobody: isGranted(requirement, nobody),
  }).toEqual(expected);
});
