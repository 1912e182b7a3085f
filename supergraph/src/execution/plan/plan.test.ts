import { type ExecutionResult, GraphQLError, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { operationIn } from '../../graph/operation-in.ts';
import { Planner } from '../../graph/planner.ts';
import { Preparer } from '../../graph/preparer.ts';
import { composeWorld } from '../../testing/federated/compose-world.ts';
import { noFaults } from '../../testing/federated/faults.ts';
import { libraryWorld } from '../../testing/federated/library-world.ts';
import { subgraphsOf } from '../../testing/federated/subgraphs-of.ts';
import type { Execution } from '../prepared-operation.ts';

interface Call {
  readonly subgraph: string;
  readonly query: string;
  readonly representations: readonly unknown[];
}

const planner = new Planner(composeWorld(libraryWorld));
const preparer = new Preparer(planner.facts);
const subgraphs = subgraphsOf(libraryWorld, preparer.supergraphSchema, noFaults);

/** Runs a question and notes what was asked of whom. */
async function run(text: string, options: Partial<Execution> = {}) {
  const calls: Call[] = [];
  const operation = { document: preparer.renamed(parse(text)), operationName: undefined };
  const { node } = planner.plan(operation);
  if (node?.kind === 'Subscription') throw new TypeError('the library has no subscriptions');
  const prepared = preparer.prepare(operation, node);
  const result = await prepared.execute({
    variables: {},
    ask: async ({ subgraph, query }, variables): Promise<ExecutionResult> => {
      const { representations } = variables;
      calls.push({ subgraph, query, representations: Array.isArray(representations) ? representations : [] });
      return (await subgraphs.get(subgraph)?.(query, variables)) ?? {};
    },
    ...options,
  });
  return { ...result, calls };
}

describe('a plan', () => {
  it('asks for equal entities once', async () => {
    const { data, calls } = await run('{ media { reviews { by { name } } } }');
    expect(JSON.stringify(data).match(/Reader \d/g)).toHaveLength(10);
    expect(calls.at(-1)).toMatchObject({
      subgraph: 'people',
      representations: [
        { __typename: 'Reader', id: 'r0' },
        { __typename: 'Reader', id: 'r1' },
      ],
    });
  });

  it('asks once where parallel fetches ask the same of a subgraph', async () => {
    const { data, calls } = await run(
      'query Named { a: book(isbn: "b0") { author { name } } b: book(isbn: "b1") { author { name } } }',
    );
    expect(data).toEqual({ a: { author: { name: 'Author 0' } }, b: { author: { name: 'Author 1' } } });
    expect(calls.map(({ subgraph }) => subgraph)).toEqual(['catalogue', 'people']);
  });

  it('keeps apart what is asked below the answers of such a fetch', async () => {
    const { data } = await run(
      '{ a: book(isbn: "b1") { reviews { by { loans { days } } } } b: book(isbn: "b1") { reviews { by { loans { book { title } } } } } }',
    );
    expect(data).toMatchObject({
      a: { reviews: [{ by: { loans: [{ days: 0 }, { days: 1 }, null] } }] },
      b: {
        reviews: [{ by: { loans: [{ book: { title: 'Book 0' } }, { book: { title: 'Book 1' } }, null] } }],
      },
    });
  });

  it('asks no further when nobody waits any more', async () => {
    let hasLeft = false;
    const asked: string[] = [];
    const { data } = await run('{ books { author { name } } }', {
      hasLeft: () => hasLeft,
      ask: async ({ subgraph, query }, variables) => {
        asked.push(subgraph);
        hasLeft = true;
        return (await subgraphs.get(subgraph)?.(query, variables)) ?? {};
      },
    });
    expect(asked).toEqual(['catalogue']);
    expect(data).toMatchObject({ books: [{ author: { name: null } }, {}, {}, {}, null] });
  });

  it('tells of an error of `_entities` itself wherever one of them is', async () => {
    const { errors } = await run('{ books { author { name } } }', {
      ask: async ({ subgraph, query }, variables) =>
        subgraph === 'people'
          ? { data: null, errors: [new GraphQLError('away', { path: ['_entities'] })] }
          : ((await subgraphs.get(subgraph)?.(query, variables)) ?? {}),
    });
    expect(errors.map(({ path }) => path)).toEqual([0, 3, 1, 2].map((index) => ['books', index, 'author']));
  });

  it('takes no answer for one that has another number of entities', async () => {
    const { errors } = await run('{ books { author { name } } }', {
      ask: async ({ subgraph, query }, variables) =>
        subgraph === 'people'
          ? { data: { _entities: [] } }
          : ((await subgraphs.get(subgraph)?.(query, variables)) ?? {}),
    });
    expect(errors.map(({ message }) => message)).toEqual(['Expected "data._entities" to contain 3 elements']);
  });
});

describe('names that belong to every object', () => {
  it.each(['__proto__', 'constructor', 'toString'])('%s is a name like any other', async (name) => {
    const { data } = await run(`{ book(isbn: "b1") { ${name}: title author { ${name}: name } } }`);
    expect(JSON.stringify(data)).toBe(`{"book":{"${name}":"Book 1","author":{"${name}":"Author 1"}}}`);
  });
});

describe('an event', () => {
  const document = parse('{ books { title author { name } } }');
  const { node } = planner.plan({ document, operationName: undefined });
  if (node?.kind !== 'Sequence' || node.nodes[0]?.kind !== 'Fetch')
    throw new TypeError('another plan was expected');
  const [primary, ...rest] = node.nodes;
  const prepared = preparer.prepare(
    { document, operationName: undefined },
    { kind: 'Sequence', nodes: rest },
    primary,
  );

  it('is the beginning of an answer, and stays as it is for others', async () => {
    const data = { books: [{ title: 'New', author: { __typename: 'Author', id: 'a2' } }] };
    const before = structuredClone(data);
    const result = await prepared.execute({
      variables: {},
      initial: {
        subgraph: 'catalogue',
        data,
        errors: [new GraphQLError('half', { path: ['books', 0, 'title'] })],
      },
      ask: async ({ subgraph, query }, variables) =>
        (await subgraphs.get(subgraph)?.(query, variables)) ?? {},
    });
    expect(result.data).toEqual({ books: [{ title: 'New', author: { name: 'Author 2' } }] });
    expect(result.errors).toMatchObject([{ message: 'half', path: ['books', 0, 'title'] }]);
    expect(data).toEqual(before);
  });
});

it('finds the operation that is named', () => {
  const document = parse('query A { now } query B { now }');
  expect(operationIn(document, 'B').name?.value).toBe('B');
  expect(() => operationIn(document, undefined)).toThrow();
});
