import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { serveSubgraph } from './serve-subgraph.ts';
import { subgraphServerContract } from './serve-subgraph.contract.ts';
import { ShortWay } from './short-way.ts';

const schema = buildSchema(
  'type Query { hello: String } type Mutation { count: Int } type Subscription { tick: Int }',
);
const shortWay = new ShortWay({ schema });
const operationIn = (parameters: unknown) =>
  shortWay.operationIn(typeof parameters === 'string' ? parameters : JSON.stringify(parameters));

describe('the short way', () => {
  it.each([
    ['a query', { query: '{ hello }' }, { variables: {} }],
    ['a mutation', { query: 'mutation { count }', variables: null }, { variables: {} }],
    ['variables', { query: '{ hello }', variables: { id: 1 } }, { variables: { id: 1 } }],
    [
      'one of several operations',
      { query: 'query a { hello } query b { hello }', operationName: 'b' },
      { variables: {}, operationName: 'b' },
    ],
  ])('takes %s', (_, parameters, expected) => {
    const { document, ...operation } = operationIn(parameters) ?? {};
    expect(document?.kind).toBe('Document');
    expect(operation).toEqual(expected);
  });

  it('reads a text once', () => {
    const [first, second] = [operationIn({ query: '{ hello }' }), operationIn({ query: '{ hello }' })];
    expect(second?.document).toBe(first?.document);
  });

  it.each([
    ['what is no JSON', '{'],
    ['a list of operations', [{ query: '{ hello }' }]],
    ['no query', { variables: {} }],
    ['a query that is no text', { query: 7 }],
    ['a query that cannot be read', { query: '{' }],
    ['a field that is not there', { query: '{ goodbye }' }],
    ['a subscription', { query: 'subscription { tick }' }],
    ['variables that are a list', { query: '{ hello }', variables: [] }],
    ['variables that are a text', { query: '{ hello }', variables: '{}' }],
    ['the name of no operation', { query: 'query a { hello }', operationName: 'b' }],
    ['several operations without a name', { query: 'query a { hello } query b { hello }' }],
  ])('leaves %s to the library', (_, parameters) => {
    expect(operationIn(parameters)).toBeNull();
  });
});

describe('a subgraph that is asked as our supergraph asks', () =>
  subgraphServerContract(serveSubgraph, 'application/graphql-response+json, application/json'));
