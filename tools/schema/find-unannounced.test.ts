import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { findUnannounced } from './find-unannounced.ts';

const before = `
  type Query { message(id: ID!): Message, find(input: FindInput): Result }
  input FindInput { text: String }
  interface Node { id: ID! }
  type Message implements Node { id: ID!, text: String!, kind: Kind! }
  type Lost { id: ID! }
  enum Kind { TEXT IMAGE }
  union Result = Message | Lost
`;

const breaking = [
  ['Message.text', 'text: String!', ''],
  ['Message.text', 'text: String!', 'text: String'],
  ['Query.message(id:)', 'message(id: ID!)', 'message'],
  ['Query.message(id:)', 'message(id: ID!)', 'message(id: Int!)'],
  ['Query.message(at:)', 'message(id: ID!)', 'message(id: ID!, at: ID!)'],
  ['FindInput.kind', 'text: String }', 'text: String, kind: Kind! }'],
  ['FindInput.text', 'text: String }', 'text: String! }'],
  ['Kind.IMAGE', 'TEXT IMAGE', 'TEXT'],
  ['Result', '| Lost', ''],
  ['Message', 'implements Node', ''],
] as const;

const unannounced = (from: string, to: string, changelog = '') =>
  findUnannounced(buildSchema(before), buildSchema(before.replace(from, to)), changelog).map(
    ({ coordinate }) => coordinate,
  );

describe('findUnannounced', () => {
  it.each(breaking)('finds that %s broke (%s → %s)', (coordinate, from, to) => {
    expect(unannounced(from, to)).toEqual([coordinate]);
  });

  it.each(breaking)('accepts it once the changelog announces %s (%s → %s)', (coordinate, from, to) => {
    expect(unannounced(from, to, `### Changed\n- **Breaking:** \`${coordinate}\` went.\n`)).toEqual([]);
  });

  it('takes an entry that goes on in the next line', () => {
    const entry = '- **Breaking:** old names went:\n  `Kind.IMAGE`.\n';
    expect(unannounced('TEXT IMAGE', 'TEXT', entry)).toEqual([]);
  });

  it.each([
    ['says nothing of breaking', '- `Kind.IMAGE` went.\n'],
    ['is about something else', '- **Breaking:** `Kind.TEXT` went.\n- `Kind.IMAGE` too.\n'],
  ])('does not accept an entry that %s', (_, entry) => {
    expect(unannounced('TEXT IMAGE', 'TEXT', entry)).toEqual(['Kind.IMAGE']);
  });

  it('lets the API grow', () => {
    expect(unannounced('text: String!', 'text: String!, sentAt: String')).toEqual([]);
  });
});
