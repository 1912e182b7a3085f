import { buildSchema, type GraphQLSchema, parse } from 'graphql';
import { beforeEach, expect, it } from 'vitest';
import { operationIn } from '../../graph/operation-in.ts';
import { introspectionAnswersOf } from './introspection-answers.ts';
import { compileIntrospection } from './introspect.ts';

let schema: GraphQLSchema;
beforeEach(() => {
  schema = buildSchema('type Query { a: Int @deprecated b(x: Int): Int }');
});

function ask(
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const operation = operationIn(parse(query), undefined);
  const selecting = { schema, fragments: new Map(), conditions: new Map() };
  return compileIntrospection(selecting, operation)?.(variables) ?? {};
}

const fields = (deprecated: string) =>
  `{ __type(name: "Query") { fields(includeDeprecated: ${deprecated}) { name } } }`;

it.each([
  ['the same text', fields('true'), fields('true')],
  ['another comment', fields('true'), `# other\n${fields('true')}`],
  ['other fields beside it', fields('true'), fields('true').replace('{', '{ a b ')],
  ['a variable that nothing uses', `query ($x: Int) ${fields('true')}`, `query ($x: Int) ${fields('true')}`],
])('%s is answered from what is known', (_, one, other) => {
  expect(ask(one, { x: 1 })['__type']).toBe(ask(other, { x: 2 })['__type']);
});

it('other values of a variable that is used are another question', () => {
  const query = `query ($old: Boolean!) ${fields('$old')}`;
  expect([ask(query, { old: true }), ask(query, { old: false })]).toMatchObject([
    { __type: { fields: [{ name: 'a' }, { name: 'b' }] } },
    { __type: { fields: [{ name: 'b' }] } },
  ]);
  expect(ask(query, { old: true })['__type']).toBe(ask(query, { old: true })['__type']);
});

it('a variable that is not given is another question than one that is null', () => {
  const query = `query ($old: Boolean = true) ${fields('$old')}`;
  const both = { __type: { fields: [{ name: 'a' }, { name: 'b' }] } };
  expect([ask(query, { old: null }), ask(query)]).toMatchObject([
    { __type: { fields: [{ name: 'b' }] } },
    both,
  ]);
});

it('another schema answers for itself', () => {
  const before = ask(fields('true'))['__type'];
  schema = buildSchema('type Query { c: Int }');
  expect(before).not.toEqual(ask(fields('true'))['__type']);
});

it('is forgotten when others take its room', () => {
  const answers = introspectionAnswersOf(schema);
  let asked = 0;
  const large = (at: number) =>
    answers.get(String(at), () => {
      asked += 1;
      return { __schema: { text: 'x'.repeat(1_000_000) } };
    });
  for (const at of [0, 0, 1, 2, 3, 3, 0]) large(at);
  expect(asked).toBe(5);
});
