import { expect, it } from 'vitest';
import { compose } from '../testing/fixture.ts';
import { Planner } from './planner.ts';

const header = /* GraphQL */ `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@context", "@fromContext"])
`;

it('refuses a supergraph whose context we would not pass on, and names it', () => {
  const supergraph = compose({
    one: /* GraphQL */ `
      ${header}
      type Query {
        shop: Shop
      }
      type Shop @key(fields: "id") @context(name: "shop") {
        id: ID!
        currency: String!
        item: Item!
      }
      type Item @key(fields: "id") {
        id: ID!
        price(in: String @fromContext(field: "$shop { currency }")): Int!
      }
    `,
    two: /* GraphQL */ `
      ${header}
      type Query {
        nothing: Int
      }
      type Item @key(fields: "id") {
        id: ID!
        stock: Int
      }
    `,
  });
  expect(() => new Planner(supergraph)).toThrow(
    'feature https://specs.apollo.dev/context/v0.1 is for: SECURITY but is unsupported',
  );
});
