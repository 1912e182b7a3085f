import type { ExecutionResult } from 'graphql';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { Role } from '@moim/kit/auth/viewer.ts';
import { listen, socketClient } from '../testing/clients.ts';
import { type PartsFixture, startParts } from '../testing/parts-fixture.ts';

let graph: PartsFixture;
afterEach(() => graph.server.close());

/** What the client is sent of one operation, a message each. */
async function receive(query: string, role: Role, spoil?: PartsFixture['spoil']) {
  graph = await startParts({}, ['MEMBER', role]);
  if (spoil) graph.spoil = spoil;
  const client = socketClient(graph.url, await graph.authorization('ann'));
  const { results, ended } = listen(client, query);
  expect(await ended).toBeNull();
  await client.dispose();
  return results;
}

/** Answers null where its schema does not allow it, and says nothing of it. */
const withoutStars = ({ data }: ExecutionResult): ExecutionResult => {
  const text = JSON.stringify(data, (key, value: unknown) => (key === 'stars' ? null : value));
  return { data: JSON.parse(text) };
};

const parts = '{ books { title ... @defer(label: "later") { stars margin } } }';
const event = 'subscription { added { title stars margin } }';

const deferredItems = z.object({ incremental: z.array(z.looseObject({ extensions: z.unknown() })) });
const extensionsIn = (result: unknown): unknown[] =>
  deferredItems.parse(result).incremental.map(({ extensions }) => extensions);

const nullsIn = (results: unknown): unknown[] =>
  JSON.stringify(results)
    .split('"nulls":')
    .slice(1)
    .map((text) => text.slice(0, text.indexOf(']}') + 1));

it('tells an owner where the nulls of a part come from', async () => {
  const [first, later] = await receive(parts, 'OPERATOR');
  expect(first).toEqual({ data: { books: [{ title: 'Dune' }, { title: 'Emma' }] }, hasNext: true });
  expect(extensionsIn(later)).toMatchInlineSnapshot(`
    [
      {
        "nulls": [
          {
            "code": "UNAUTHORIZED_FIELD_OR_TYPE",
            "of": "Book.margin",
            "path": [
              "books",
              0,
              "margin",
            ],
            "rule": "@requiresScopes",
          },
        ],
      },
      {
        "nulls": [
          {
            "code": "INTERNAL",
            "from": [
              "books",
              1,
              "stars",
            ],
            "path": [
              "books",
              1,
            ],
            "rule": "error",
            "subgraph": "reviews",
          },
        ],
      },
    ]
  `);
});

it('names the subgraph of a value that its schema does not have, in a part', async () => {
  const [, later] = await receive(parts, 'ADMIN', withoutStars);
  expect(extensionsIn(later)).toMatchInlineSnapshot(`
    [
      {
        "nulls": [
          {
            "code": "INTERNAL",
            "from": [
              "books",
              0,
              "stars",
            ],
            "path": [
              "books",
              0,
            ],
            "rule": "violation",
            "subgraph": "reviews",
          },
        ],
      },
      {
        "nulls": [
          {
            "from": [
              "books",
              1,
              "stars",
            ],
            "path": [
              "books",
              1,
            ],
            "rule": "unanswered",
          },
        ],
      },
    ]
  `);
});

it('tells an owner where the nulls of an event come from', async () => {
  const [told] = await receive(event, 'OPERATOR');
  expect({ data: told?.data, extensions: told?.extensions }).toEqual({
    data: { added: { title: 'Dune', stars: 5, margin: null } },
    extensions: {
      nulls: [
        {
          path: ['added', 'margin'],
          rule: '@requiresScopes',
          of: 'Book.margin',
          code: 'UNAUTHORIZED_FIELD_OR_TYPE',
        },
      ],
    },
  });
});

it('names the subgraph of a value that its schema does not have, in an event', async () => {
  const [told] = await receive(event, 'OPERATOR', withoutStars);
  expect({ data: told?.data, extensions: told?.extensions }).toEqual({
    data: { added: null },
    extensions: {
      nulls: [
        {
          path: ['added'],
          from: ['added', 'stars'],
          rule: 'violation',
          subgraph: 'reviews',
          code: 'INTERNAL',
        },
      ],
    },
  });
});

it.each<[string, PartsFixture['spoil'] | undefined]>([
  [parts, undefined],
  [parts, withoutStars],
  [event, undefined],
  [event, withoutStars],
])('tells nobody else: %s', async (query, spoil) => {
  const results = await receive(query, 'INSTRUCTOR', spoil);
  expect(nullsIn(results)).toEqual([]);
  expect(JSON.stringify(results)).not.toMatch(/subgraph|reviews|catalogue/);
});
