import { expect, it, vi } from 'vitest';
import type { LinkedEntityFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { linkedEntities } from './linked-entities.svelte.ts';

// Nothing is asked for here.
vi.mock('#lib/graphql/client.ts', () => ({ graph: null }));
vi.mock('#lib/i18n/locale.svelte.ts', () => ({ locale: () => 'en' }));

const room = (name: string): LinkedEntityFieldsFragment => ({
  __typename: 'ChatRoom',
  id: 'room',
  roomTitle: name,
});

it.each([
  ['before what is known', 199, 'New'],
  ['at the same moment', 200, 'Other'],
  ['after it', 201, 'Other'],
])('an answer asked for %s, at %i, leaves the one called %s', (_when, askedAtMs, name) => {
  const reference = { kind: 'CHAT_ROOM', id: `room ${askedAtMs}` } as const;
  linkedEntities.know(reference, room('New'), 200);
  linkedEntities.know(reference, room('Other'), askedAtMs);
  expect(linkedEntities.stateOf(reference)).toEqual({ status: 'shown', entity: room(name) });
});
