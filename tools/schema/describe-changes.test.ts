import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { describeChanges } from './describe-changes.ts';

const changes = (before: string, after: string) =>
  describeChanges(buildSchema(before), buildSchema(after)).map(
    ({ coordinate, change, detail, isBreaking }) =>
      `${isBreaking ? '!' : ' '} ${change} ${coordinate}: ${detail}`,
  );

it.each([
  ['nothing for the same', 'type Query { a: Int }', 'type Query { a: Int }', []],
  ['nothing for words', 'type Query { a: Int }', '"All." type Query { "One." a: Int }', []],
  ['a field', 'type Query { a: Int }', 'type Query { a: Int b: Int! }', ['  added Query.b: Int!']],
  ['a field that went', 'type Query { a: Int b: Int }', 'type Query { a: Int }', ['! removed Query.b: Int']],
  [
    'a field of another type',
    'type Query { a: Int }',
    'type Query { a: String }',
    ['! changed Query.a: String'],
  ],
  [
    'a field that is never null now',
    'type Query { a: Int }',
    'type Query { a: Int! }',
    ['  changed Query.a: Int!'],
  ],
  [
    'a directive',
    'type Query { a: Int }',
    'directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD type Query { a: Int }',
    ['  added @defer: (if: Boolean! = true, label: String) on FRAGMENT_SPREAD'],
  ],
  [
    'a deprecation',
    'type Query { a: Int }',
    'type Query { a: Int @deprecated(reason: "Use b.") }',
    ['  deprecated Query.a: Use b.'],
  ],
  [
    'an argument and its default',
    'type Query { a: Int }',
    'type Query { a(first: Int = 3): Int }',
    ['  added Query.a(first:): Int = 3'],
  ],
  [
    'an argument that must be given',
    'type Query { a: Int }',
    'type Query { a(first: Int!): Int }',
    ['! added Query.a(first:): Int!'],
  ],
  [
    'a type, an enum value and a member',
    'type Query { a: A } type X { x: Int } enum E { ONE } union A = X',
    'type Query { a: A } type X { x: Int } type Y { y: E } enum E { ONE TWO } union A = X | Y',
    ['  added A = Y: Y', '  added E.TWO: TWO', '  added Y: type', '  added Y.y: E'],
  ],
  [
    'an input field that must be given',
    'type Query { a(i: I): Int } input I { a: Int }',
    'type Query { a(i: I): Int } input I { a: Int b: Int! }',
    ['! added I.b: Int!'],
  ],
])('tells %s', (_, before, after, expected) => {
  expect(changes(before, after)).toEqual(expected);
});
