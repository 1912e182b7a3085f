import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import type { ListeningServer } from '@moim/kit/server/listen.ts';
import { serveSubgraph } from '@moim/kit/server/serve-subgraph.ts';
import { compose, host } from '@moim/supergraph/testing/fixture.ts';
import { federationMachinery, schemaOf } from '@moim/supergraph/testing/fixture-schema.ts';
import { askAs, listenTo, socketFor } from '../e2e/person.ts';
import { type Program, startProgram } from '../e2e/program.ts';

const header =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@context", "@fromContext", "@override"])';
const books = `${header}
  type Query { books: [Book!]! broken: String }
  type Mutation { order(isbn: ID!): Book }
  type Subscription { published: Book! }
  type Book @key(fields: "isbn") { isbn: ID! title: String! shelf: String }`;
const stock = `${header}
  type Book @key(fields: "isbn") @context(name: "book") {
    isbn: ID! inStock: Int! title: String! @external review: Review
    shelf: String @override(from: "books", label: "percent(100)")
  }
  type Review @key(fields: "id") { id: ID! text(about: String @fromContext(field: "$book { title }")): String }`;
const clock = `${header} type Query { hour: Int } type Subscription { hours: Int! }`;
/** What its server could answer all along. */
const rated = books.replace('title: String!', 'title: String! stars: Int');
const dune = { __typename: 'Book', isbn: '1', title: 'Dune', stars: 5, shelf: 'old' };

const inStock = (told: unknown) => ({
  ...(typeof told === 'object' ? told : {}),
  ...{ inStock: 7, review: { id: 'r1' }, shelf: 'new' },
});

/** Somebody else's subgraphs: nothing of ours in their schemas, no token of ours at their doors. */
describe('SUPERGRAPH=file.graphql npm run start -w supergraph', () => {
  let folder: string;
  let servers: ListeningServer[];
  let file: string;
  let sdl: string;
  let gateway: Program;
  let url: string;
  const presented: (string | null)[] = [];
  const composeHere = (library: string): string =>
    ['books', 'stock', 'clock'].reduce(
      (text, name, index) =>
        text.replace(`http://${name}.internal`, `http://127.0.0.1:${servers[index]?.port ?? 0}`),
      compose({ books: library, stock, clock }),
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moim-any-'));
    const schemas = {
      books: schemaOf(`${rated}${federationMachinery('Book')}`, {
        Query: {
          books: () => [dune],
          broken: () => {
            throw new Error('out of paper');
          },
          _entities: () => [],
        },
        Mutation: { order: (_parent, { isbn }) => (isbn === dune.isbn ? dune : null) },
        Subscription: {
          published: {
            subscribe: async function* () {
              yield await Promise.resolve({ published: dune });
            },
          },
        },
      }),
      stock: schemaOf(`type Query { _service: String } ${stock}${federationMachinery('Book | Review')}`, {
        Query: {
          _entities: (_parent, { representations }) =>
            Array.isArray(representations) ? representations.map(inStock) : [],
        },
        Review: { text: (_parent, { about }) => `About ${String(about)}: good.` },
      }),
      clock: schemaOf(clock, {
        Subscription: {
          hours: {
            subscribe: async function* () {
              for (const hours of [11, 12]) yield await Promise.resolve({ hours });
            },
          },
        },
      }),
    };
    servers = await Promise.all(
      Object.entries(schemas).map(([name, schema]) =>
        serveSubgraph(
          host(name, schema),
          {
            readiness: [],
            authenticate: async ({ authorization }) => {
              presented.push(authorization);
              return { viewer: null, isService: false, requestId: 'theirs' };
            },
          },
          { port: 0, host: '127.0.0.1' },
        ),
      ),
    );
    file = join(folder, 'file.graphql');
    sdl = composeHere(books);
    await writeFile(file, sdl);
    const port = await findFreePort();
    gateway = await startProgram('supergraph/src/main.ts', port, {
      ...{ SUPERGRAPH: file, SUBGRAPH_STREAMS_CLOCK: 'events' },
    });
    url = `http://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    await gateway.stop();
    await Promise.all(servers.map((server) => server.close()));
    await rm(folder, { recursive: true });
  });

  it('joins them, and hands the caller’s own Authorization to each', async () => {
    presented.length = 0;
    const { body } = await askAs(url, 'their-own-token', '{ books { title inStock } }');
    expect(body).toEqual({ data: { books: [{ title: 'Dune', inStock: 7 }] } });
    expect(presented).toEqual(['Bearer their-own-token', 'Bearer their-own-token']);
  });

  it('asks nobody to log in, and makes no secret of the schema', async () => {
    const { body } = await askAs(url, null, getIntrospectionQuery());
    expect(JSON.stringify(body)).toContain('inStock');
  });

  it('tells an argument what is around, and asks who has taken a field over', async () => {
    const { body } = await askAs(url, null, '{ books { shelf review { text } } }');
    expect(body).toEqual({ data: { books: [{ shelf: 'new', review: { text: 'About Dune: good.' } }] } });
  });

  it('answers in parts', async () => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'multipart/mixed;deferSpec=20220824' },
      body: JSON.stringify({ query: '{ books { title ... @defer { inStock } } }' }),
    });
    const parts = Array.from((await response.text()).matchAll(/^\{.*\}$/gm), ([text]): unknown =>
      JSON.parse(text),
    );
    expect(parts).toEqual([
      { data: { books: [{ title: 'Dune' }] }, hasNext: true },
      { incremental: [{ path: ['books', 0], data: { inStock: 7 } }], hasNext: false },
    ]);
  });

  it('runs mutations', async () => {
    const { body } = await askAs(url, null, 'mutation { order(isbn: "1") { title inStock } }');
    expect(body).toEqual({ data: { order: { title: 'Dune', inStock: 7 } } });
  });

  it('leaves what failed in them as they say it', async () => {
    const { body } = await askAs(url, null, '{ broken books { title } }');
    expect(body).toMatchObject({
      data: { broken: null, books: [{ title: 'Dune' }] },
      errors: [{ path: ['broken'], extensions: { code: 'INTERNAL' } }],
    });
  });

  const follow = async (subscription: string) => {
    presented.length = 0;
    const socket = socketFor(url, 'their-own-token');
    const { results, ended } = listenTo(socket, subscription);
    await ended;
    await socket.dispose();
    return { results, presented: [...new Set(presented)] };
  };

  it('streams a subscription with what another subgraph adds, as the caller', async () => {
    expect(await follow('subscription { published { title inStock } }')).toEqual({
      results: [{ data: { published: { title: 'Dune', inStock: 7 } } }],
      presented: ['Bearer their-own-token'],
    });
  });

  it('streams from one that sends events, as the caller too', async () => {
    expect(await follow('subscription { hours }')).toEqual({
      results: [{ data: { hours: 11 } }, { data: { hours: 12 } }],
      presented: ['Bearer their-own-token'],
    });
  });

  it('serves the file that replaces it, and stays with it while the next one is none', async () => {
    const isServed = (answer: string) =>
      vi.waitFor(async () => {
        const { body } = await askAs(url, null, '{ books { titleOfBook: title stars } }');
        expect(JSON.stringify(body)).toContain(answer);
      }, 5_000);
    await isServed('Cannot query field');
    await writeFile(file, composeHere(rated));
    await isServed('"stars":5');
    await writeFile(file, 'type Query {');
    expect((await askAs(url, null, '{ books { title } }')).status).toBe(200);
    await writeFile(file, sdl);
    await isServed('Cannot query field');
  });

  it('keeps limits before its planner', async () => {
    const aliases = Array.from({ length: 16 }, (_, index) => `a${index}: broken`).join(' ');
    const { body } = await askAs(url, null, `{ ${aliases} }`);
    expect(body.errors?.[0]?.extensions['code']).toBe('LIMIT_EXCEEDED');
  });

  it('goes on when one of them is gone', async () => {
    await servers.splice(1, 1)[0]?.close();
    await vi.waitFor(async () => {
      const { body } = await askAs(url, null, '{ books { title inStock } }');
      expect(body.errors?.[0]).toMatchObject({
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'stock' },
      });
    });
    expect((await askAs(url, null, '{ books { title } }')).body).toEqual({
      data: { books: [{ title: 'Dune' }] },
    });
  });

  it('says in one sentence when the file is not there', async () => {
    const started = startProgram('supergraph/src/main.ts', await findFreePort(), {
      SUPERGRAPH: 'none.graphql',
    });
    await expect(started).rejects.toThrow(/The supergraph file .*none\.graphql cannot be read\./);
  });
});
