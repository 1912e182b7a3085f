import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SubgraphConnection } from '@moim/supergraph/execution/subgraph-connection.ts';
import { openAccess } from '@moim/supergraph/access/access.ts';
import { DecidedOperations } from '@moim/supergraph/access/decided-operations.ts';
import { Planner } from '@moim/supergraph/graph/planner.ts';
import { Preparer } from '@moim/supergraph/graph/preparer.ts';
import { createSupergraphServer, type SupergraphServer } from '@moim/supergraph/server.ts';
import { listen, post, socketClient } from '@moim/supergraph/testing/clients.ts';
import { composeWorld } from '@moim/supergraph/testing/federated/compose-world.ts';
import { noFaults } from '@moim/supergraph/testing/federated/faults.ts';
import { subgraphsOf } from '@moim/supergraph/testing/federated/subgraphs-of.ts';
import { silentLog } from '@moim/supergraph/testing/fixture.ts';
import { contextsWorld } from './federation/contexts.ts';

const supergraphSdl = composeWorld(contextsWorld);

function connections(): SubgraphConnection[] {
  const schema = new Preparer(new Planner(supergraphSdl).facts).supergraphSchema;
  return [...subgraphsOf(contextsWorld, schema, noFaults)].map(([name, ask]) => ({
    name,
    execute: ({ query, variables }) => ask(query, variables),
    subscribe: () => {
      throw new TypeError('a world has no subscriptions');
    },
    fetch: async () => new Response(null, { status: 404 }),
    close: async () => undefined,
  }));
}

/** With its condition left to the planner, the one fetch that says what the item is called is forgotten. */
const question = `query ($isShort: Boolean! = false) {
  strangers { boxes { item { called sent @skip(if: $isShort) } } }
}`;
const short = { variables: { isShort: true } };
const rightAnswer = {
  strangers: [
    { boxes: [[{ item: { called: 'i1 [["by","user 3"]]' } }], null, []] },
    null,
    { boxes: [[{ item: { called: 'i1 [["by","user 1"]]' } }], null, []] },
  ],
};

describe('an argument that comes from what is around, beside a condition', () => {
  let server: SupergraphServer;
  let url: string;
  beforeAll(async () => {
    server = await createSupergraphServer({
      ...{ supergraphSdl, connections: connections(), access: openAccess, log: silentLog, isForeign: true },
      effort: { atOnce: 200, perSecond: 0.001 },
    });
    url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  });
  afterAll(() => server.close());

  it('is there over POST', async () => {
    expect((await post(url, question, short)).body).toEqual({ data: rightAnswer });
  });

  it('is there over GET, which Apollo Server answers', async () => {
    const search = new URLSearchParams({ query: question, variables: JSON.stringify(short.variables) });
    const answer = await fetch(`${url}/graphql?${search.toString()}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    expect(await answer.json()).toEqual({ data: rightAnswer });
  });

  it('is there over WebSocket', async () => {
    const client = socketClient(url);
    const listening = listen(client, question, short.variables);
    await listening.ended;
    expect(listening.results).toEqual([{ data: rightAnswer }]);
    await client.dispose();
  });

  it('is there with the values that are not given, as with those that are', async () => {
    const { body } = await post(url, question);
    const given = await post(url, question, { variables: { isShort: false } });
    expect(body).toEqual(given.body);
    expect(body).toMatchInlineSnapshot(`
      {
        "data": {
          "strangers": [
            {
              "boxes": [
                [
                  {
                    "item": {
                      "called": "i1 [["by","user 3"]]",
                      "sent": "i1 [["nick","n3"],["to","r1"]]",
                    },
                  },
                ],
                null,
                [],
              ],
            },
            null,
            {
              "boxes": [
                [
                  {
                    "item": {
                      "called": "i1 [["by","user 1"]]",
                      "sent": "i1 [["nick","n1"],["to","r1"]]",
                    },
                  },
                ],
                null,
                [],
              ],
            },
          ],
        },
      }
    `);
  });

  it('costs the one who asks as a document of their own for each choice of values', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `c${index}`);
    const many = `query (${names.map((name) => `$${name}: Boolean! = false`).join(' ')}) {
      strangers { best { ${names.map((name) => `${name}: sent @skip(if: $${name})`).join(' ')} called } }
    }`;
    const askWith = async (choice: number) => {
      const variables = Object.fromEntries(names.map((name, bit) => [name, (choice & (1 << bit)) !== 0]));
      return (await post(url, many, { variables })).status;
    };
    const statuses: number[] = [];
    for (let choice = 0; choice < 40; choice += 1) statuses.push(await askWith(choice));
    expect(statuses[0]).toBe(200);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('what is decided before it is planned', () => {
  const none = `schema @link(url: "https://specs.apollo.dev/join/v0.5") { query: Query } type Query { a: Int }`;
  it('is nothing where each field is fetched by itself', () => {
    expect(DecidedOperations.of(none)).toBeNull();
  });
});
