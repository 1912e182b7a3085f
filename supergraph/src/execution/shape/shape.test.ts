import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileShape } from './compile-shape.ts';
import { unanswered } from './completion.ts';

const schema = buildSchema(/* GraphQL */ `
  type Query {
    int: Int
    float: Float
    string: String
    boolean: Boolean
    id: ID
    mood: Mood
    any: Any
    ints: [Int!]
    needed: Int!
    thing: Thing
    found: Found
    one: One
  }
  enum Mood {
    GLAD
    SAD
  }
  scalar Any
  interface Thing {
    name: String!
  }
  type One implements Thing {
    name: String!
  }
  type Other implements Thing {
    name: String!
    more: Int
  }
  union Found = One | Other
`);

function shape(text: string, data: Record<string, unknown>) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new TypeError('no operation');
  return compileShape({ schema, fragments: new Map(), conditions: new Map() }, operation)(data);
}

const placesIn = ({ violations }: ReturnType<typeof shape>): string[] =>
  violations.map(({ path }) => path.join('.'));

describe('a leaf', () => {
  it.each([
    ['int', 2_147_483_647],
    ['int', -2_147_483_648],
    ['float', 0.5],
    ['float', 3],
    ['string', ''],
    ['boolean', false],
    ['id', 'x'],
    ['mood', 'SAD'],
    ['any', { deep: [1, null] }],
    ['ints', []],
  ])('%s passes %j', (field, value) => {
    expect(shape(`{ ${field} }`, { [field]: value })).toEqual({ data: { [field]: value }, violations: [] });
  });

  it.each([
    ['int', 2_147_483_648],
    ['int', 0.5],
    ['int', '1'],
    ['float', Number.NaN],
    ['float', '0.5'],
    ['string', 1],
    ['boolean', 'true'],
    ['id', 0.5],
    ['mood', 'SECRET'],
    ['mood', 1],
    ['ints', 3],
  ])('%s does not pass %j, which becomes null and is told of', (field, value) => {
    const shaped = shape(`{ ${field} }`, { [field]: value });
    expect(shaped.data).toEqual({ [field]: null });
    expect(placesIn(shaped)).toEqual([field]);
  });

  it('is an ID as text, also where a subgraph has numbers', () => {
    expect(shape('{ id }', { id: 7 }).data).toEqual({ id: '7' });
  });
});

describe('a null that may not be', () => {
  it.each([
    ['{ needed }', { needed: null }, null, 'needed'],
    ['{ ints }', { ints: [1, null, 3] }, { ints: null }, 'ints.1'],
    ['{ a: one { name } }', { a: { name: null } }, { a: null }, 'a.name'],
    ['{ thing { name } }', { thing: { __typename: 'Other', name: null } }, { thing: null }, 'thing.name'],
  ])('%s goes up to where it may', (text, given, expected, place) => {
    const shaped = shape(text, given);
    expect(shaped.data).toEqual(expected);
    expect(placesIn(shaped)).toEqual([place]);
  });
});

describe('what nobody answered', () => {
  it.each([
    ['{ a: one { name } }', { a: {} }, { a: null }, 'a.name'],
    ['{ thing { name } }', { thing: { __typename: 'Other' } }, { thing: null }, 'thing.name'],
    ['{ needed }', {}, null, 'needed'],
  ])('%s goes up as well, and is told apart from faults', (text, given, expected, place) => {
    const violations = [{ message: unanswered, path: place.split('.') }];
    expect(shape(text, given)).toEqual({ data: expected, violations });
  });
});

describe('the type of an object', () => {
  it.each([
    ['{ one { __typename name } }', { one: { name: 'x' } }, { one: { __typename: 'One', name: 'x' } }],
    [
      '{ thing { type: __typename ... on Other { more } } }',
      { thing: { __typename: 'Other', more: 1 } },
      { thing: { type: 'Other', more: 1 } },
    ],
    ['{ thing { name } }', { thing: { __typename: 'Thing', name: 'x' } }, { thing: { name: 'x' } }],
    ['{ thing { ... on One { name } } }', { thing: { __typename: 'Other' } }, { thing: {} }],
  ])('%s', (text, given, expected) => {
    expect(shape(text, given)).toEqual({ data: expected, violations: [] });
  });

  it.each([
    [
      'one that the API schema does not have',
      '{ thing { name } }',
      { thing: { __typename: 'Secret', name: 'x' } },
    ],
    ['one that cannot be here', '{ thing { name } }', { thing: { __typename: 'Query', name: 'x' } }],
    ['none, where there are several', '{ found { __typename } }', { found: {} }],
    [
      'an interface, where the type is asked for',
      '{ thing { __typename } }',
      { thing: { __typename: 'Thing' } },
    ],
    ['another than the schema says', '{ one { name } }', { one: { __typename: 'Other', name: 'x' } }],
  ])('is not shown when it is %s', (_, text, given) => {
    const { data, violations } = shape(text, given);
    expect(Object.values(data ?? {})).toEqual([null]);
    expect(violations).toHaveLength(1);
    expect(JSON.stringify(data)).not.toContain('Secret');
  });
});
