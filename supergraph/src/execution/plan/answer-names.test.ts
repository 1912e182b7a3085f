import { expect, it } from 'vitest';
import type { Fault } from '../../testing/federated/faults.ts';
import { Rig } from '../../testing/federated/rig.ts';
import type { World } from '../../testing/federated/world.ts';
import { prepareOperation } from '../prepare-operation.ts';
import { planContext } from './plan-context.ts';

process.env['APOLLO_TELEMETRY_DISABLED'] = '1';

/** In `one` the two `size` cannot be asked for side by side; `price` is an input with arguments. */
const world: World = {
  subgraphs: {
    one: /* GraphQL */ `
      type Query {
        things: [Thing]
      }
      union Thing = Box | Bag
      type Box @key(fields: "id") {
        id: ID!
        size: Int! @shareable
        price(currency: String!): Int
      }
      type Bag {
        size: Int @shareable
      }
    `,
    two: /* GraphQL */ `
      type Box @key(fields: "id") {
        id: ID!
        size: Int @shareable
        price(currency: String!): Int @external
        tax: Int @requires(fields: "price(currency: \\"EUR\\")")
      }
    `,
  },
  things: [{ __typename: 'Query', things: [box(), { __typename: 'Bag', size: 2 }] }, box()],
  computed: { 'Box.tax': (read) => Number(read('price', { currency: 'EUR' })) / 10 },
};

function box() {
  return { __typename: 'Box', id: 'b1', size: 1, price: () => 100 };
}

const failing = (field: string) => ({ byField: new Map<string, Fault>([[field, 'error']]), every: 1 });

it.each([
  [
    'an alias of the plan',
    'Bag.size',
    '{ things { ... on Box { size } ... on Bag { size } } }',
    ['things', 1, 'size'],
  ],
  [
    'an alias of the plan, of the other',
    'Box.size',
    '{ things { ... on Box { size } ... on Bag { size } } }',
    ['things', 0, 'size'],
  ],
  ['a stand-in for an input', 'Box.price', '{ things { ... on Box { tax } } }', ['things', 0, 'price']],
  ['an inner name', 'Box.size', '{ things { ... on Box { id: size } } }', ['things', 0, 'id']],
])('the path of an error does not show %s', async (_, field, text, path) => {
  const rig = new Rig(world, { planContext, prepareOperation });
  const { errors } = await rig.ours({ text, variables: {}, faults: failing(field) });
  expect(errors.map((error) => error.path)).toContainEqual(path);
  expect(JSON.stringify(errors)).not.toMatch(/__alias|__with|as__/);
});
