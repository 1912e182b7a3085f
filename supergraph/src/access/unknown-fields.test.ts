import { buildSchema, type GraphQLError, parse, validate } from 'graphql';
import { FieldsOnCorrectTypeRule } from 'graphql/validation/rules/FieldsOnCorrectTypeRule.js';
import { describe, expect, it } from 'vitest';
import { findUnknownFields } from './unknown-fields.ts';

const schema = buildSchema(`
  type Query { a(id: ID): Thing b: Other any: Any kind: Kind size: Int }
  interface Thing { id: ID! }
  type One implements Thing { id: ID! other: Other }
  type Other { name: String thing: Thing }
  union Any = One | Other
  enum Kind { LARGE }
`);

const all = { atLeast: 0, most: 100 };
const messagesOf = (errors: readonly GraphQLError[]): string[] => errors.map(({ message }) => message);
const found = (query: string, bounds = all): string[] =>
  messagesOf(findUnknownFields(schema, parse(query), bounds));

/** What graphql-js says, without what else was meant. */
const expected = (query: string): string[] =>
  messagesOf(validate(schema, parse(query), [FieldsOnCorrectTypeRule])).map((message) =>
    message.replace(/ Did you mean .*$/, ''),
  );

describe('the fields that are not there', () => {
  it.each([
    '{ a { id } b { name } }',
    '{ nothing }',
    '{ a { id other { name } } }',
    '{ a { ... on One { other { nothing thing { id nothing } } } } }',
    '{ nothing { x y { z } } b { nothing } }',
    '{ ...F } fragment F on Query { b { nothing } a { ...G } } fragment G on Thing { nothing }',
    '{ ... { nothing } ... @include(if: true) { b { __typename nothing } } }',
    '{ any { __typename ... on Other { nothing } } }',
    '{ __schema { types { name } } __typename }',
    '{ a { ... on Nothing { x } ... on Kind { x } } kind { x } size { x } }',
    'query A { nothing } query B { b { nothing } }',
    'mutation { x }',
    '{ constructor toString hasOwnProperty }',
    '{ ...F } fragment F on Query { ...F nothing }',
  ])('of %s are those that graphql-js finds', (query) => {
    expect(new Set(found(query))).toEqual(new Set(expected(query)));
  });

  it('are in their place', () => {
    const [error] = findUnknownFields(schema, parse('{\n  b { nothing }\n}'), all);
    expect(error?.locations).toEqual([{ line: 2, column: 7 }]);
  });

  it('are no more than were asked for', () => {
    expect(found('{ x y z b { u v } }', { ...all, most: 2 })).toEqual([
      'Cannot query field "x" on type "Query".',
      'Cannot query field "y" on type "Query".',
    ]);
  });

  it.each([
    [6, 1],
    [7, 0],
  ])('are looked for where there are %d fields at least', (atLeast, count) => {
    expect(found('{ a { id } b { ... on Other { name } nothing } }', { ...all, atLeast })).toHaveLength(
      count,
    );
  });
});
