import type { Thing, World } from '@moim/supergraph/testing/federated/world.ts';

const bread: Thing = { __typename: 'Bread', id: 'p1', name: 'rye' };

/** Interface objects of which nobody, or only the other subgraph, knows the types. */
export const unresolvableWorld: World = {
  subgraphs: {
    shop: /* GraphQL */ `
      type Query {
        product: Product
        products: [Product!]!
      }
      type Product @interfaceObject @key(fields: "id", resolvable: false) {
        id: ID!
      }
    `,
    bakery: /* GraphQL */ `
      interface Product @key(fields: "id") {
        id: ID!
        name: String
      }
      type Bread implements Product @key(fields: "id") {
        id: ID!
        name: String
      }
    `,
  },
  things: [{ __typename: 'Query', product: bread, products: [bread] }, bread],
};

export const unresolvableQueries: readonly string[] = [
  '{ product { id } }',
  '{ product { name } }',
  '{ product { id name __typename } }',
  '{ product { ... on Bread { id } } }',
  '{ product { ... on Bread { name type: __typename } } }',
  '{ products { id ... on Bread { name } } }',
  '{ products { __typename } product { __typename } }',
];
