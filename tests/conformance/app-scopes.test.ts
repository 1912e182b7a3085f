import { describe, expect, it } from 'vitest';
import { roles } from '@moim/kit/auth/viewer.ts';
import { appScopes } from '../../schema/app-scopes.ts';
import { readOwnSupergraphs } from '@moim/supergraph/own-variants.ts';
import { type AccessRules, takeAccessRules } from '@moim/supergraph/access/access-rules.ts';
import { grantsOfViewer, isGranted } from '@moim/supergraph/access/grants.ts';

const { graph, integrator } = await readOwnSupergraphs();
const variants = { graph, integrator };
const identity = { isService: false, requestId: 'r' };
const asMember = { memberId: 'm', sessionId: 's', roles: ['MEMBER' as const], membershipVersion: 0 };
const rulesOf = (sdl: string): AccessRules => takeAccessRules(sdl).rules;

/** What is open to an app with one scope, by the scope. */
const openedBy = (rules: AccessRules, scopes: readonly string[]): readonly string[] =>
  [...rules].flatMap(([coordinate, rule]) => {
    const grants = grantsOfViewer({ ...identity, viewer: null, app: { id: 'a', scopes } });
    return isGranted(rule, grants) ? [coordinate] : [];
  });

describe.each(Object.entries(variants))('what our own graph opens to apps: %s', (_, sdl) => {
  const rules = rulesOf(sdl);

  it('is this, by scope, and without one nothing', () => {
    const names = Object.keys(appScopes);
    expect(Object.fromEntries(names.map((scope) => [scope, openedBy(rules, [scope]).toSorted()]))).toEqual({
      'directory:read': ['Query.member', 'Query.members'],
      'rooms:read': ['MeetingRoom.bookings', 'Query.meetingRoom', 'Query.meetingRooms'],
    });
    expect(openedBy(rules, [])).toEqual([]);
  });

  it('asks for no scope beyond the list', () => {
    const asked = [...rules.values()].flatMap(({ scopes }) => (scopes ?? []).flat());
    const known = new Set<string>([...roles, ...Object.keys(appScopes)]);
    expect(asked.filter((scope) => !known.has(scope))).toEqual([]);
  });

  it('keeps nothing from members', () => {
    const grants = grantsOfViewer({ ...identity, viewer: asMember });
    expect([...rules].filter(([, rule]) => !isGranted(rule, grants))).toEqual([]);
  });
});
