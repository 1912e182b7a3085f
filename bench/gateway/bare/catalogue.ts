import type { GraphQLSchema } from 'graphql';
import { federationMachinery, type Resolvers, schemaOf } from '@moim/supergraph/testing/fixture-schema.ts';

/** Three subgraphs of nobody in particular: users, the reviews that they wrote, the products reviewed. */
export const subgraphNames = ['users', 'reviews', 'products'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

const header = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])';

/** The users, who are the same in both federations. */
const federation1Sdl = `
    type Query { me: User users: [User!]! }
    type User @key(fields: "id") { id: ID! name: String! email: String! kind: Kind! }
    enum Kind { PERSON ROBOT }`;

/** As composed; without the machinery of Federation. */
export const sdls: Readonly<Record<SubgraphName, string>> = {
  users: `${header} ${federation1Sdl}`,
  reviews: `${header}
    type User @key(fields: "id") { id: ID! reviews: [Review!]! }
    type Review { id: ID! rating: Int! body: String product: Product! }
    type Product @key(fields: "upc") { upc: ID! }`,
  products: `${header}
    type Product @key(fields: "upc") { upc: ID! name: String! price: Float! inStock: Boolean! }`,
};

const [userCount, reviewsEach, productCount] = [20, 4, 20];

interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly kind: string;
}

const users = Array.from({ length: userCount }, (_, n): User => ({
  ...{ id: `u${n}`, name: `User number ${n}`, email: `user${n}@catalogue.example` },
  kind: n % 5 === 0 ? 'ROBOT' : 'PERSON',
}));

const reviewsBy = (userId: string) => {
  const user = Number(userId.slice(1));
  return Array.from({ length: reviewsEach }, (_, n) => ({
    ...{ id: `r${user}-${n}`, rating: 1 + ((user + n) % 5) },
    ...{ body: n === 3 ? null : 'Good.', product: { upc: `p${(user * 7 + n) % productCount}` } },
  }));
};

const productBy = (upc: string) => {
  const n = Number(upc.slice(1));
  return { upc, name: `Item ${n}`, price: n + 0.99, inStock: n % 3 > 0 };
};

/** What `fed` is answered, by whatever gateway. */
const usersWithReviews = users.map((user) => ({
  ...{ id: user.id, name: user.name, kind: user.kind },
  reviews: reviewsBy(user.id).map((review) => ({ ...review, product: productBy(review.product.upc) })),
}));
const [me] = users;

export interface Question {
  readonly name: string;
  readonly query: string;
  /** `data` of the answer. */
  readonly expected: unknown;
}

export const trivial: Question = {
  name: 'trivial: one fetch',
  query: '{ me { id name email } }',
  expected: { me: { id: me?.id, name: me?.name, email: me?.email } },
};

export const questions: readonly Question[] = [
  trivial,
  {
    name: 'federated: 20 users → 80 reviews → 80 products in three fetches',
    query: '{ users { id name kind reviews { id rating body product { upc name price inStock } } } }',
    expected: { users: usersWithReviews },
  },
];

interface Key {
  readonly id?: string;
  readonly upc?: string;
}

const isKeys = (given: unknown): given is Key[] => Array.isArray(given);
const keysOf = (given: unknown): Key[] => (isKeys(given) ? given : []);

const resolvers: Readonly<Record<SubgraphName, Resolvers>> = {
  users: { Query: { me: () => me, users: () => users } },
  reviews: {
    Query: {
      _entities: (_root, { representations }) =>
        keysOf(representations).map(({ id = '' }) => ({ __typename: 'User', id, reviews: reviewsBy(id) })),
    },
  },
  products: {
    Query: {
      _entities: (_root, { representations }) =>
        keysOf(representations).map(({ upc = '' }) => ({ __typename: 'Product', ...productBy(upc) })),
    },
  },
};

const entities: Readonly<Record<SubgraphName, string>> = {
  users: 'User',
  reviews: 'User | Product',
  products: 'Product',
};

export const schemas: Readonly<Record<SubgraphName, GraphQLSchema>> = {
  users: served('users'),
  reviews: served('reviews'),
  products: served('products'),
};

/** The users as a subgraph of Federation 1, which tells its own SDL: for a gateway that knows no supergraphs. */
export const federation1Users: GraphQLSchema = schemaOf(
  `${federation1Sdl} type _Service { sdl: String } extend type Query { _service: _Service! }`,
  { Query: { ...resolvers.users['Query'], _service: () => ({ sdl: federation1Sdl }) } },
);

function served(name: SubgraphName): GraphQLSchema {
  const query = name === 'users' ? '' : 'type Query { _service: String } ';
  return schemaOf(`${query}${sdls[name]}${federationMachinery(entities[name])}`, resolvers[name]);
}
