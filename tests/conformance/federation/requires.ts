import type { Thing, World } from '@moim/supergraph/testing/federated/world.ts';

type Currency = 'USD' | 'EUR' | 'WON';
const rates: Readonly<Record<Currency, number>> = { USD: 1, EUR: 2, WON: 1_000 };

const goods: Thing[] = [1, 2, 3].map((index) => ({
  __typename: 'Goods',
  ...{ id: `g${index}`, name: `goods ${index}`, weight: index === 2 ? null : index, fragile: index === 1 },
  box: {
    __typename: 'Box',
    ...{ height: index, width: index * 2 },
    volume: ({ unit }: { unit: string }) => index * (unit === 'LITRE' ? 1 : 1_000),
  },
  price: ({ currency }: { currency: Currency }) => index * 10 * rates[currency],
  tags: [`t${index}`, 'all'],
  lines: [
    { __typename: 'Line', count: index },
    { __typename: 'Line', count: 1 },
  ],
}));

/** Inputs with arguments, of several fields, through several subgraphs, below other fields. */
export const requiresWorld: World = {
  subgraphs: {
    goods: /* GraphQL */ `
      type Query {
        goods(first: Int): [Goods!]!
        one: Goods
      }
      type Goods @key(fields: "id") {
        id: ID!
        name: String!
        weight: Int
        fragile: Boolean!
        price(currency: Currency!): Int
        box: Box
        tags: [String!]!
        lines: [Line!]!
      }
      type Box {
        height: Int!
        width: Int!
        volume(unit: String! = "LITRE"): Int
      }
      type Line {
        count: Int!
      }
      enum Currency {
        USD
        EUR
        WON
      }
    `,
    shipping: /* GraphQL */ `
      type Goods @key(fields: "id") {
        id: ID!
        weight: Int @external
        fragile: Boolean! @external
        price(currency: Currency!): Int @external
        box: Box @external
        tags: [String!]! @external
        lines: [Line!]! @external
        costs: Int @requires(fields: "weight fragile")
        costsInUsd: Int @requires(fields: "price(currency: USD) weight")
        costsInEur: Int @requires(fields: "price(currency: EUR)")
        fee(rate: Int!): Int @requires(fields: "price(currency: USD)")
        litres: Int @requires(fields: "box { volume(unit: \\"LITRE\\") height }")
        millilitres: Int @requires(fields: "box { volume(unit: \\"ML\\") }")
        area: Int @requires(fields: "box { height width }")
        hasTag(tag: String!): Boolean @requires(fields: "tags")
        count: Int @requires(fields: "lines { count }")
        carrier: String
      }
      type Box {
        height: Int! @external
        width: Int! @external
        volume(unit: String! = "LITRE"): Int @external
      }
      type Line {
        count: Int! @external
      }
      enum Currency {
        USD
        EUR
        WON
      }
    `,
    offers: /* GraphQL */ `
      type Goods @key(fields: "id") {
        id: ID!
        costs: Int @external
        costsInUsd: Int @external
        offer: Int @requires(fields: "costs")
        offerInUsd: Int @requires(fields: "costsInUsd")
      }
    `,
    adverts: /* GraphQL */ `
      type Goods @key(fields: "id") {
        id: ID!
        name: String! @external
        offer: Int @external
        advert: String @requires(fields: "name offer")
      }
    `,
  },
  things: [
    {
      __typename: 'Query',
      one: goods[1] ?? null,
      goods: ({ first }: { first?: number | null }) => goods.slice(0, first ?? 3),
    },
    ...goods.map((one): Thing => Object.assign(one, { carrier: 'by bike' })),
  ],
  computed: {
    'Goods.costs': (read) => Number(read('weight') ?? 7) * (read('fragile') === true ? 2 : 1),
    'Goods.costsInUsd': (read) => Number(read('price', { currency: 'USD' })) + Number(read('weight') ?? 0),
    'Goods.costsInEur': (read) => Number(read('price', { currency: 'EUR' })) + 1,
    'Goods.fee': (read, { rate }) => Number(read('price', { currency: 'USD' })) * Number(rate),
    'Goods.litres': (read) => Number(read('box.volume', { unit: 'LITRE' })) + Number(read('box.height')),
    'Goods.millilitres': (read) => read('box.volume', { unit: 'ML' }),
    'Goods.area': (read) => Number(read('box.height')) * Number(read('box.width')),
    'Goods.hasTag': (read, { tag }) => JSON.stringify(read('tags')).includes(String(tag)),
    'Goods.count': (read) => {
      const counts = JSON.stringify(read('lines')).match(/"count":\d+/g) ?? [];
      return counts.reduce((sum, text) => sum + Number(text.slice(8)), 0);
    },
    'Goods.offer': (read) => Number(read('costs')) * 10,
    'Goods.offerInUsd': (read) => Number(read('costsInUsd')) * 10,
    'Goods.advert': (read) => `${String(read('name'))} for ${String(read('offer'))}`,
  },
};

export const requiresQueries: readonly string[] = [
  '{ goods { carrier } }',
  '{ goods { costs } }',
  '{ goods { weight costs } }',
  '{ goods { costs fragile } }',
  '{ goods { offer } }',
  '{ goods { advert } }',
  '{ goods { name advert offer costs weight } }',
  '{ one { advert } }',
  '{ goods { costsInUsd } }',
  '{ goods { costsInEur } }',
  '{ goods { costsInUsd costsInEur } }',
  '{ goods { price(currency: WON) costsInUsd } }',
  '{ goods { price(currency: USD) costsInEur } }',
  '{ goods { won: price(currency: WON) usd: price(currency: USD) costsInUsd costsInEur } }',
  '{ goods { fee(rate: 3) } }',
  '{ goods { fee(rate: 3) more: fee(rate: 4) costsInEur } }',
  'query ($rate: Int! = 5) { goods { fee(rate: $rate) costsInEur costsInUsd carrier } }',
  'query ($rate: Int! = 5) { goods { costsInEur fee(rate: $rate) price(currency: WON) } }',
  '{ goods { litres } }',
  '{ goods { litres millilitres } }',
  '{ goods { millilitres box { volume } } }',
  '{ goods { millilitres litres box { volume(unit: "ML") height } } }',
  '{ goods { area } }',
  '{ goods { area box { height: width width: height } } }',
  '{ goods { area litres millilitres costs costsInUsd costsInEur offer offerInUsd advert } }',
  '{ goods { hasTag(tag: "t1") } }',
  '{ goods { hasTag(tag: "t1") b: hasTag(tag: "t2") tags } }',
  '{ goods { count } }',
  '{ goods { count lines { count: __typename } } }',
  '{ goods(first: 1) { offerInUsd } }',
  '{ goods(first: 1) { offerInUsd costsInEur price(currency: EUR) } }',
  '{ goods { weight: name costs } }',
  '{ goods { name: carrier advert } }',
  '{ goods { id: name name: id advert fee(rate: 1) } }',
  '{ goods { ... on Goods { costsInUsd } ... { costsInEur } } }',
  '{ a: goods(first: 1) { costs } b: goods(first: 2) { costs } }',
  'query ($with: Boolean! = false) { goods { costs @include(if: $with) carrier } }',
  'query ($with: Boolean! = true) { goods { advert @include(if: $with) name } }',
  'query ($without: Boolean! = true) { goods { costsInUsd @skip(if: $without) costsInEur } }',
];
