import type { Arguments, Read, Thing, World } from '@moim/supergraph/testing/federated/world.ts';

const items: Thing[] = [1, 2, 3].map((index) => ({
  __typename: 'Item',
  ...{ id: `i${index}`, stock: index, parts: () => [parts[index % 2], null] },
}));
const parts: Thing[] = [1, 2].map((index) => ({
  __typename: 'Part',
  ...{ id: `t${index}`, weight: index, item: () => items[index] ?? null },
}));
const prefs = (currency: string | null, sizes: readonly (number | null)[] | null): Thing => ({
  __typename: 'Prefs',
  ...{ currency, sizes: sizes?.map((size) => ({ __typename: 'Size', size })) ?? null },
});
const users: Thing[] = [1, 2, 3].map((index) => ({
  __typename: 'User',
  ...{
    id: `u${index}`,
    name: `user ${index}`,
    nick: index === 2 ? null : `n${index}`,
    region: `r${index % 2}`,
  },
  ...{
    prefs: [prefs('EUR', [1, null]), null, prefs(null, null)][index - 1],
    best: () => items[index - 1] ?? null,
  },
  ...{
    items: () => (index === 3 ? [items[0], null] : items.slice(index - 1)),
    boxes: [[{ __typename: 'Box', item: items[0], label: 'b' }], null, []],
    friends: () => users.slice(index),
  },
}));
const shops: Thing[] = [1, 2].map((index) => ({
  __typename: 'Shop',
  ...{ id: `s${index}`, name: `shop ${index}`, title: `title ${index}`, money: index === 1 ? 'CHF' : null },
  ...{ owner: users[0], items, region: `shop region ${index}`, orders: () => orders.slice(0, index) },
}));
const orders: Thing[] = [1, 2].map((index) => ({
  __typename: 'Order',
  ...{ id: `o${index}`, item: items[index], note: index === 1 ? 'fast' : null, rate: index * 10 },
}));
const lamp: Thing = { __typename: 'Lamp', id: 'l1' };
const house: Thing = { __typename: 'House', address: 'lane 1', lamps: [lamp, lamp] };
const tent: Thing = { __typename: 'Tent', colour: 'red', lamps: [lamp] };

/** Arguments that come from what is around; `Item` and `Part` say what they were told. */
export const contextsWorld: World = {
  subgraphs: {
    shops: /* GraphQL */ `
      type Query @context(name: "all") {
        language: String
        users: [User!]!
        user(id: ID!): User
        shops: [Shop]
        places: [Place]
        dwellings: [Dwelling]
      }
      type User implements Place @key(fields: "id") @context(name: "place") @context(name: "user") {
        id: ID!
        name: String!
        nick: String
        prefs: Prefs
        best: Item @shareable
        items: [Item]
        boxes: [[Box!]]
        friends: [User!]
      }
      type Prefs {
        currency: String
        sizes: [Size!]
      }
      type Size {
        size: Int
      }
      type Box {
        label: String
        item: Item
      }
      interface Place {
        name: String!
        best: Item
      }
      type Shop @key(fields: "id") @context(name: "place") {
        id: ID!
        name: String!
        title: String
        money: String
        owner: User
        items: [Item!]!
        orders: [Order!]
      }
      type Order @key(fields: "id") @context(name: "order") {
        id: ID!
        note: String
        item: Item
      }
      union Dwelling @context(name: "dwelling") = House | Tent
      type House {
        address: String!
        lamps: [Lamp]
      }
      type Tent {
        colour: String
        lamps: [Lamp]
      }
      type Lamp @key(fields: "id") {
        id: ID!
        lit(
          at: String @fromContext(field: "$dwelling { ... on House { address } ... on Tent { colour } }")
        ): String
      }
      type Item @key(fields: "id") {
        id: ID!
        called(by: String @fromContext(field: "$place { name }")): String
        priced(
          amount: Int = 1
          in: String
            @fromContext(field: "$place { ... on User { prefs { currency } } ... on Shop { money } }")
        ): String
        greeted(language: String @fromContext(field: "$all { language }")): String
      }
    `,
    stock: /* GraphQL */ `
      type Query {
        strangers: [User]
      }
      type User @key(fields: "id") @context(name: "person") {
        id: ID!
        region: String!
        best: Item @shareable
        parcels: [Item]
        nick: String @external
      }
      type Shop @key(fields: "id") @context(name: "person") {
        id: ID!
        region: String!
        shelf: [Part]
        money: String @external
      }
      type Order @key(fields: "id") {
        id: ID!
        rate: Int
      }
      type Item @key(fields: "id") {
        id: ID!
        stock: Int
        parts: [Part]
        sent(
          to: String @fromContext(field: "$person { region }")
          nick: String @fromContext(field: "$person { ... on User { nick } ... on Shop { money } }")
        ): String
      }
      type Part @key(fields: "id") {
        id: ID!
        weight: Int
        item: Item
        moved(to: String @fromContext(field: "$person { region }")): String
      }
    `,
  },
  things: [
    {
      __typename: 'Query',
      ...{ users, shops: [...shops, null], language: 'ko', strangers: [users[2], null, users[0]] },
      ...{ places: [users[0], users[1]], dwellings: [house, tent, null] },
      user: ({ id }: { id: string }) => users.find((one) => one['id'] === id) ?? null,
    },
    ...users,
    ...shops,
    ...orders,
    ...items,
    ...parts,
    lamp,
  ],
  computed: {
    ...Object.fromEntries(
      ['Item.called', 'Item.priced', 'Item.greeted', 'Item.sent', 'Part.moved', 'Lamp.lit'].map((name) => [
        name,
        (read: Read, args: Arguments) =>
          `${String(read('id'))} ${JSON.stringify(Object.entries(args).toSorted())}`,
      ]),
    ),
  },
};

export const contextsQueries: readonly string[] = [
  '{ users { best { called } } }',
  '{ users { items { called priced } } }',
  '{ users { name best { called } } }',
  '{ users { nick: id best { by: called } } }',
  '{ users { name: id region: nick best { called sent } } }',
  '{ users { prefs { currency: sizes { size } } best { priced } } }',
  '{ user(id: "u2") { items { called priced(amount: 3) twice: priced(amount: 2) } } }',
  '{ user(id: "none") { best { called } } }',
  'query ($amount: Int = 7) { users { best { priced(amount: $amount) called } } }',
  '{ users { boxes { label item { called stock } } } }',
  '{ users { friends { best { called } } best { called } } }',
  '{ users { friends { friends { items { called sent } } } } }',
  '{ shops { items { called priced } } }',
  '{ shops { owner { best { called priced } } items { called } } }',
  '{ shops { orders { note item { called } } } }',
  '{ shops { orders { rate item { sent priced } } } }',
  '{ shops { shelf { moved weight item { called sent } } } }',
  '{ shops { owner { items { parts { moved item { called } } } } } }',
  '{ shops { one: items { called } two: items { called id } } }',
  '{ shops { items { parts { item { called } } } } }',
  '{ users { items { parts { item { parts { item { called } } } } } } }',
  '{ users { best { called } boxes { item { called } } } }',
  '{ users { best { called } friends { best { called } } } language }',
  '{ strangers { best { called sent } } }',
  '{ strangers { parcels { id } items { called sent } } }',
  '{ strangers { best { sent stock priced greeted } } }',
  '{ places { best { called } } }',
  '{ places { name ... on User { best { priced sent } } } }',
  '{ dwellings { ... on House { lamps { lit } } ... on Tent { lamps { lit } } } }',
  '{ dwellings { __typename ... on Tent { colour lamps { id at: lit } } } }',
  '{ users { best { greeted } } language }',
  '{ language: users { best { greeted } } }',
  '{ users { items { parts { weight moved item { greeted called } } } } }',
  'query ($no: Boolean = false) { users { best { called sent @include(if: $no) stock } } }',
  'fragment Told on Item { called priced } { users { best { ...Told } } shops { items { ...Told } } }',
];
