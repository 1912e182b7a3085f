import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Role } from '@moim/kit/auth/viewer.ts';
import { DomainError } from '@moim/kit/errors/domain-error.ts';
import { connectInProcess } from '../execution/in-process-connection.ts';
import { openHere } from '../planning/plan-here.ts';
import { createSupergraphServer, type SupergraphServer } from '../server.ts';
import { post } from '../testing/clients.ts';
import { compose, host, silentLog } from '../testing/fixture.ts';
import { createFixtureAccess } from '../testing/fixture-access.ts';
import { federationMachinery, schemaOf } from '../testing/fixture-schema.ts';

const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@requiresScopes", "@authenticated"])`;
const shop = 'type Query { book: Book! books: [Book] sold: Int } type Book @key(fields: "id") { id: ID! }';
const stock = `type Query { shelf: Shelf } type Shelf { place: Int! }
  type Book @key(fields: "id") { id: ID! left: Int! cost: Int RULE note: String }`;

const book = { __typename: 'Book', id: '1' };
const refuse = () => {
  throw new DomainError('FORBIDDEN', 'Not for you.');
};
const keys = z.array(z.object({ id: z.string() }));
const shopSchema = schemaOf(`${header} ${shop} ${federationMachinery('Book')}`, {
  Query: {
    book: () => book,
    books: () => [book, { ...book, id: 'gone' }],
    sold: refuse,
    _entities: () => [],
  },
});
const stockSchema = schemaOf(`${header} ${stock.replace('RULE', '')} ${federationMachinery('Book')}`, {
  Query: {
    shelf: () => ({
      place: () => {
        throw new Error('secret');
      },
    }),
    _entities: (_source, { representations }) =>
      keys.parse(representations).map(({ id }) => (id === 'gone' ? null : book)),
  },
  Book: { left: () => 3, cost: () => 7, note: refuse },
});

async function start(roles: readonly Role[]) {
  const fixture = await createFixtureAccess(roles);
  const server = await createSupergraphServer({
    startPlanning: () => openHere,
    supergraphSdl: compose({
      shop: `${header} ${shop}`,
      stock: `${header} ${stock.replace('RULE', '@requiresScopes(scopes: [["CX"]])')}`,
    }),
    connections: [connectInProcess(host('shop', shopSchema)), connectInProcess(host('stock', stockSchema))],
    ...{ access: fixture.access, log: silentLog },
  });
  return {
    server,
    url: `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`,
    ann: await fixture.authorization('ann'),
  };
}

const query = '{ sold shelf { place } books { id left } book { note cost } }';

describe('where nulls come from', () => {
  const servers: SupergraphServer[] = [];
  const ask = async (roles: readonly Role[]) => {
    const { server, url, ann } = await start(roles);
    servers.push(server);
    return (await post(url, query, { headers: { authorization: ann } })).body;
  };
  afterAll(() => Promise.all(servers.map((server) => server.close())));
  let told: Awaited<ReturnType<typeof ask>>;
  beforeAll(async () => void (told = await ask(['MEMBER', 'OPERATOR'])));

  it('is told to who runs the installation, for each null', () => {
    expect({ data: told.data, extensions: told.extensions }).toMatchInlineSnapshot(`
      {
        "data": {
          "book": {
            "cost": null,
            "note": null,
          },
          "books": [
            {
              "id": "1",
              "left": 3,
            },
            null,
          ],
          "shelf": null,
          "sold": null,
        },
        "extensions": {
          "nulls": [
            {
              "code": "FORBIDDEN",
              "path": [
                "sold",
              ],
              "rule": "error",
              "subgraph": "shop",
            },
            {
              "code": "INTERNAL",
              "from": [
                "shelf",
                "place",
              ],
              "path": [
                "shelf",
              ],
              "rule": "error",
              "subgraph": "stock",
            },
            {
              "code": "FORBIDDEN",
              "path": [
                "book",
                "note",
              ],
              "rule": "error",
              "subgraph": "stock",
            },
            {
              "from": [
                "books",
                1,
                "left",
              ],
              "path": [
                "books",
                1,
              ],
              "rule": "unanswered",
            },
            {
              "code": "UNAUTHORIZED_FIELD_OR_TYPE",
              "of": "Book.cost",
              "path": [
                "book",
                "cost",
              ],
              "rule": "@requiresScopes",
            },
          ],
        },
      }
    `);
  });

  it.each<Role>(['ADMIN'])('is told to %s as well', async (role) => {
    expect((await ask([role])).extensions).toEqual(told.extensions);
  });

  it.each<Role>(['MEMBER', 'INSTRUCTOR'])(
    'is not told to %s, whose answer is the same otherwise',
    async (role) => {
      const { data, errors = [], extensions } = await ask([role]);
      expect({ data, extensions }).toEqual({ data: told.data });
      expect(errors.map(({ message }) => message)).toEqual(told.errors?.map(({ message }) => message));
      expect(JSON.stringify(errors)).not.toMatch(/shop|stock/);
    },
  );
});
