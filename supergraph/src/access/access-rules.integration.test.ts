import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectInProcess } from '../execution/in-process-connection.ts';
import { closableStream } from '../execution/closable-stream.ts';
import { openHere } from '../planning/plan-here.ts';
import { createSupergraphServer, type SupergraphServer } from '../server.ts';
import { listen, post, socketClient } from '../testing/clients.ts';
import { compose, host, silentLog } from '../testing/fixture.ts';
import { createFixtureAccess, type FixtureAccess } from '../testing/fixture-access.ts';
import { schemaOf } from '../testing/fixture-schema.ts';
import { takeAccessRules } from './access-rules.ts';

const subgraph = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@authenticated", "@requiresScopes", "@policy"]
    )
  type Query {
    open: String
    members: String @authenticated
    admins: String @requiresScopes(scopes: [["ADMIN"], ["MEMBER", "CX"]])
    plain: String @requiresScopes(scopes: [["MEMBER"]])
    stock: String @requiresScopes(scopes: [["books:read"]])
    decided: String @policy(policies: [["may"]])
    books: [Book!]!
    shelf: Shelf!
    vault: Vault
    things: [Thing!]!
    anything: [Anything!]!
  }
  type Mutation {
    openly: String
    secretly: String @authenticated
  }
  type Subscription {
    sold: Book
    stolen: Book @authenticated
  }
  type Book implements Thing {
    title: String!
    price: Int @authenticated
    cost: Int! @authenticated
    next: Book
  }
  type Shelf {
    place: String
    key: String! @authenticated
  }
  type Vault @authenticated {
    gold: Int
  }
  interface Thing {
    title: String!
  }
  type Secret implements Thing @authenticated {
    title: String!
    text: String
  }
  union Anything = Book | Secret
`;
const book = { __typename: 'Book', title: 'Dune', price: 7, cost: 3, next: null };
const secret = { __typename: 'Secret', title: 'Plan', text: 'hidden' };
const said: string[] = [];
const asked: string[] = [];

function createSchema() {
  const say = (text: string) => () => {
    said.push(text);
    return text;
  };
  const sdl = subgraph.slice(subgraph.indexOf('type Query'));
  const schema = schemaOf(sdl, {
    Query: {
      ...{ open: say('open'), members: say('members'), admins: say('admins') },
      ...{ plain: say('plain'), decided: say('decided'), stock: say('stock') },
      ...{ books: () => [book, { ...book, next: book }], shelf: () => ({ place: 'left', key: 'k' }) },
      ...{ vault: () => ({ gold: 5 }), things: () => [book, secret], anything: () => [book, secret] },
    },
    Mutation: { openly: say('openly'), secretly: say('secretly') },
    Subscription: {
      sold: { subscribe: () => once({ sold: { ...book, next: book } }) },
      stolen: { subscribe: () => once({ stolen: book }) },
    },
  });
  return schema;
}

function once<Event>(event: Event): AsyncGenerator<Event, void, void> {
  let isDone = false;
  return closableStream<Event>({
    next: async () => {
      if (isDone) return { done: true, value: undefined };
      isDone = true;
      return { done: false, value: event };
    },
    close: () => undefined,
  });
}

let access: FixtureAccess;
let server: SupergraphServer;
let url: string;
beforeAll(async () => {
  access = await createFixtureAccess();
  const connection = connectInProcess(host('one', createSchema()));
  server = await createSupergraphServer({
    startPlanning: () => openHere,
    supergraphSdl: compose({ one: subgraph }),
    access: access.access,
    log: silentLog,
    connections: [
      {
        ...connection,
        name: 'one',
        execute: (operation) => {
          asked.push(operation.query);
          return connection.execute(operation);
        },
        subscribe: (operation) => connection.subscribe(operation),
        fetch: (request, caller) => connection.fetch(request, caller),
        close: () => connection.close(),
      },
    ],
  });
  url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
});
afterAll(() => server.close());

async function ask(query: string, isMember = false, variables = {}) {
  const headers = isMember ? { authorization: await access.authorization('ann') } : {};
  const { body, status } = await post(url, query, { headers, variables });
  return { ...body, status };
}

const denied = (...path: (string | number)[]) => ({
  message: 'You may not see this field.',
  path,
  extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', retryable: false, requestId: expect.any(String) },
});

describe('an app', () => {
  const askAs = async (query: string, ...scopes: string[]) => {
    const authorization = await access.appAuthorization('01900000-0000-7000-8000-0000000000a0', scopes);
    const { body } = await post(url, query, { headers: { authorization } });
    return body;
  };

  it('sees what its scopes open, and nothing that is for members', async () => {
    const { data, errors } = await askAs('{ open stock members plain admins }', 'books:read');
    expect(data).toEqual({ open: 'open', stock: 'stock', members: null, plain: null, admins: null });
    expect(errors).toEqual([denied('members'), denied('plain'), denied('admins')]);
  });

  it('sees less with another scope, and with none', async () => {
    for (const scopes of [[], ['books:write']])
      expect(await askAs('{ stock }', ...scopes)).toEqual({
        data: { stock: null },
        errors: [denied('stock')],
      });
  });
});

describe('a rule of the supergraph', () => {
  it.each<[string, string, object, object[]]>([
    ['keeps a field from nobody', '{ open members }', { open: 'open', members: null }, [denied('members')]],
    ['keeps it under its alias', '{ a: members open }', { a: null, open: 'open' }, [denied('a')]],
    ['keeps everything', '{ members }', { members: null }, [denied('members')]],
    [
      'keeps a field of each object in a list',
      '{ books { title price } }',
      {
        books: [
          { title: 'Dune', price: null },
          { title: 'Dune', price: null },
        ],
      },
      [denied('books', 0, 'price'), denied('books', 1, 'price')],
    ],
    [
      'takes with it what cannot be without the field',
      '{ shelf { place key } }',
      {},
      [denied('shelf', 'key')],
    ],
    [
      'takes no more with it than that',
      '{ open books { title next { cost } } }',
      {
        open: 'open',
        books: [
          { title: 'Dune', next: null },
          { title: 'Dune', next: null },
        ],
      },
      [denied('books', 1, 'next', 'cost')],
    ],
    [
      'keeps fields that return a type with a rule',
      '{ vault { gold } open }',
      { vault: null, open: 'open' },
      [denied('vault')],
    ],
    [
      'keeps an interface that composition has given the rule of a type',
      '{ things { __typename ... on Book { title } } }',
      {},
      [denied('things')],
    ],
    [
      'keeps a type with a rule where it stands in a union',
      'query { anything { ...F } } fragment F on Anything { ... on Secret { text } ... on Book { title price } }',
      { anything: [{ title: 'Dune', price: null }, { text: null }] },
      [denied('anything', 0, 'price'), denied('anything', 1, 'text')],
    ],
    [
      'is not asked about what is skipped',
      '{ open members @skip(if: true) a: members @include(if: false) }',
      { open: 'open' },
      [],
    ],
  ])('%s', async (_, query, data, errors) => {
    const answer = await ask(query);
    if (Object.keys(data).length === 0) expect(answer.data).toBeNull();
    else expect(answer.data).toEqual(data);
    expect(answer.errors).toEqual(errors.length > 0 ? errors : undefined);
    expect(answer.status).toBe(200);
  });

  it('lets through whom it lets through', async () => {
    const query =
      '{ members plain books { price cost } shelf { key } vault { gold } anything { ... on Secret { text } } }';
    const { data, errors } = await ask(query, true);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      members: 'members',
      plain: 'plain',
      shelf: { key: 'k' },
      vault: { gold: 5 },
    });
  });

  it('takes a viewer’s roles for scopes, of which any list must be held completely', async () => {
    const { data, errors } = await ask('{ plain admins }', true);
    expect(data).toEqual({ plain: 'plain', admins: null });
    expect(errors).toEqual([denied('admins')]);
  });

  it('that is a policy nobody has decided lets nobody through', async () => {
    expect((await ask('{ decided }', true)).data).toEqual({ decided: null });
  });

  it('is kept before planning: no subgraph hears of the field, and no variable of it', async () => {
    asked.length = 0;
    const query = 'query ($no: Boolean!) { open members @skip(if: $no) }';
    expect((await ask(query, false, { no: false })).data).toEqual({ open: 'open', members: null });
    expect(asked).toHaveLength(1);
    expect(asked[0]).not.toMatch(/members|\$/);
  });

  it('is kept for each viewer, whoever asked the same before', async () => {
    const query = '{ open members }';
    const answers = [await ask(query, true), await ask(query), await ask(query, true), await ask(query)];
    expect(answers.map(({ data }) => data?.['members'])).toEqual(['members', null, 'members', null]);
  });

  it('is no more open to who asks with what was left of another’s operation', async () => {
    await ask('{ open members }');
    expect((await ask('{ open __typename members }')).data).toEqual({
      open: 'open',
      __typename: 'Query',
      members: null,
    });
  });

  it('keeps a change from being made', async () => {
    said.length = 0;
    const { data, errors } = await ask('mutation { secretly openly }');
    expect(data).toEqual({ secretly: null, openly: 'openly' });
    expect(errors).toEqual([denied('secretly')]);
    expect(said).toEqual(['openly']);
  });

  it('holds for a GET as well', async () => {
    const response = await fetch(`${url}/graphql?query=${encodeURIComponent('{ open members }')}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(await response.json()).toMatchObject({ data: { open: 'open', members: null } });
  });

  it('holds for an event-stream', async () => {
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
    const body = JSON.stringify({ query: '{ open members }' });
    const text = await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).text();
    expect(text).toContain('"data":{"open":"open","members":null}');
  });
});

describe('a rule for subscriptions', () => {
  it('keeps fields of each event', async () => {
    const client = socketClient(url);
    const { results, ended } = listen(client, 'subscription { sold { title price next { cost } } }');
    await ended;
    expect(results).toEqual([
      {
        data: { sold: { title: 'Dune', price: null, next: null } },
        errors: [denied('sold', 'price'), denied('sold', 'next', 'cost')],
      },
    ]);
    await client.dispose();
  });

  it('keeps a stream from beginning', async () => {
    const client = socketClient(url);
    const { ended } = listen(client, 'subscription { stolen { title } }');
    expect(await ended).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
    await client.dispose();
  });

  it('lets through whom it lets through', async () => {
    const client = socketClient(url, await access.authorization('ann'));
    const { results } = listen(client, 'subscription { stolen { price } }');
    await vi.waitFor(() => expect(results).toEqual([{ data: { stolen: { price: 7 } } }]));
    await client.dispose();
  });
});

describe('a supergraph whose rules cannot be kept', () => {
  const start = (supergraphSdl: string) =>
    createSupergraphServer({
      startPlanning: () => openHere,
      supergraphSdl,
      access: access.access,
      log: silentLog,
      connections: [connectInProcess(host('one', createSchema()))],
    });

  it.each<[string, (sdl: string) => string, RegExp]>([
    [
      'of a version that nobody knows',
      (sdl) => sdl.replace('/authenticated/v0.1', '/authenticated/v0.2'),
      /not known/,
    ],
    [
      'that are no lists',
      (sdl) => sdl.replace('scopes: [["MEMBER"]]', 'scopes: "MEMBER"'),
      /Query\.plain cannot be read/,
    ],
    [
      'of a feature for security that nobody knows',
      (sdl) => sdl.replace('/policy/v0.1"', '/vault/v0.1", as: "policy"'),
      /./,
    ],
  ])('is not served: rules %s', async (_, change, words) => {
    const sdl = compose({ one: subgraph });
    expect(change(sdl)).not.toBe(sdl);
    await expect(start(change(sdl))).rejects.toThrow(words);
  });

  it('leaves nothing of its rules in what is loaded, and all of them in the rules', () => {
    const { sdl, rules } = takeAccessRules(compose({ one: subgraph }));
    expect(sdl).not.toMatch(/authenticated|requiresScopes|policy/i);
    expect([...rules.keys()].toSorted()).toEqual([
      'Book.cost',
      'Book.price',
      'Mutation.secretly',
      'Query.admins',
      'Query.decided',
      'Query.members',
      'Query.plain',
      'Query.stock',
      'Secret',
      'Shelf.key',
      'Subscription.stolen',
      'Thing',
      'Vault',
    ]);
  });
});
