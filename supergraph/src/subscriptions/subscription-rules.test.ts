import { readFile } from 'node:fs/promises';
import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { selectsPerViewer } from './per-viewer.ts';
import { readSubscriptionRules } from './subscription-rules.ts';

describe('readSubscriptionRules', () => {
  const rules = readSubscriptionRules(`
    schema { query: Q subscription: S }
    type Q { a: Int }
    type E { seq: Int own: Int @perViewer }
    interface I { own: Int @perViewer }
    type S {
      shared(room: ID!, from: Int @resume): E @shared(guard: "query ($room: ID!) { a }", cursor: "seq")
      heard(room: ID!): E @shared(guard: "{ a }", audience: "query ($viewers: [ID!]!) { a }", cursor: "seq")
      byConvention(afterSeq: Int @resume): E!
      noSuchField(afterTime: Int @resume): E
      plain(afterSeq: Int): E
    }`);

  it('reads guard, cursor and resume argument of the subscription root, whatever its name', () => {
    const { guard, ...shared } = rules.bySubscription.get('shared') ?? {};
    expect(shared).toEqual({ resumeArgument: 'from', cursorField: 'seq', audience: null });
    expect(guard).toEqual(parse('query ($room: ID!) { a }', { noLocation: true }));
    expect(rules.bySubscription.get('heard')?.audience).toEqual(
      parse('query ($viewers: [ID!]!) { a }', { noLocation: true }),
    );
  });

  it.each([
    ['byConvention', 'afterSeq', 'seq'],
    ['noSuchField', 'afterTime', null],
    ['plain', null, null],
  ])('of %s: resumes by %s from %s, shares nothing', (field, resumeArgument, cursorField) => {
    expect(rules.bySubscription.get(field)).toEqual({
      ...{ resumeArgument, cursorField, guard: null, audience: null },
    });
  });

  it('knows every field that depends on the viewer', () => {
    expect([...rules.perViewer]).toEqual(['E.own', 'I.own']);
  });

  it('finds in our own supergraph that a room is shared and an inbox is not, and that both resume', async () => {
    const sdl = await readFile(new URL(import.meta.resolve('@moim/schema/supergraph.graphql')), 'utf8');
    const { bySubscription, perViewer } = readSubscriptionRules(sdl);
    expect(bySubscription.get('chatRoomEvents')).toMatchObject({
      resumeArgument: 'afterSeq',
      cursorField: 'seq',
    });
    expect(bySubscription.get('chatRoomEvents')?.guard).not.toBeNull();
    expect(bySubscription.get('chatRoomEvents')?.audience).not.toBeNull();
    expect(bySubscription.get('inboxChanged')).toEqual({
      resumeArgument: 'afterSeq',
      cursorField: 'seq',
      guard: null,
      audience: null,
    });
    expect(perViewer).toContain('ChatRoom.unread');
  });

  it('finds that each of our own streams has a cursor', async () => {
    const sdl = await readFile(new URL(import.meta.resolve('@moim/schema/supergraph.graphql')), 'utf8');
    const streams = Object.keys(
      buildSchema(sdl, { assumeValidSDL: true }).getSubscriptionType()?.getFields() ?? {},
    );
    const { bySubscription } = readSubscriptionRules(sdl);
    expect(streams.length).toBeGreaterThanOrEqual(7);
    expect(streams.filter((stream) => (bySubscription.get(stream)?.cursorField ?? null) === null)).toEqual(
      [],
    );
    expect(bySubscription.get('parkingFrames')).toMatchObject({
      ...{ resumeArgument: 'afterSensorAtMs', cursorField: 'sensorAtMs' },
    });
  });
});

describe('selectsPerViewer', () => {
  const schema = buildSchema(`
    type Query { a: A node: Node any: U }
    interface Node { id: ID own: Int }
    type A implements Node { id: ID own: Int b: B }
    type B { own: Int id: ID }
    union U = A | B`);
  const marked = new Set(['A.own']);

  it.each([
    ['{ a { own } }', true],
    ['{ a { id b { own } } }', false],
    ['{ a { ...F } } fragment F on A { x: own }', true],
    ['{ node { own } }', true],
    ['{ node { id } }', false],
    ['{ any { ... on B { own } } }', false],
    ['{ any { ... on A { own } } }', true],
  ])('%s: %s', (query, expected) => {
    expect(selectsPerViewer(parse(query), schema, marked)).toBe(expected);
  });
});

describe('canonicalJson', () => {
  it('is the same for the same value, in whatever order its keys came', () => {
    expect(canonicalJson({ b: [{ y: 1, x: 2 }], a: 1 })).toBe(canonicalJson({ a: 1, b: [{ x: 2, y: 1 }] }));
    expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
    expect(canonicalJson(undefined)).toBe('null');
  });
});
