import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { describe, expect, it } from 'vitest';
import { standInForViewer } from './viewer-stand-in.ts';

const viewer: Viewer = { memberId: 'm1', sessionId: 's1', roles: ['MEMBER'], membershipVersion: 0 };

describe('who asks, when the subgraph that was to say it is away', () => {
  it.each([
    [
      'the id and type that were asked for',
      '{ me { __typename id unread } }',
      { me: { __typename: 'Viewer', id: 'm1' } },
    ],
    ['under the names that were asked for', '{ who: me { key: id } }', { who: { key: 'm1' } }],
    ['nothing more than that', '{ me { unread } }', { me: {} }],
    ['not what else was asked', '{ me { id } rooms { id } }', { me: { id: 'm1' } }],
    ['nothing without me', '{ rooms { id } }', null],
    ['nothing for an entity', 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', null],
    ['nothing for a mutation', 'mutation { me { id } }', null],
  ])('is said with %s', (_, query, said) => {
    expect(standInForViewer(query, viewer)).toEqual(said);
  });

  it('is not said of nobody', () => {
    expect(standInForViewer('{ me { id } }', null)).toBeNull();
  });
});
