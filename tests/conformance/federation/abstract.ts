import type { Thing, World } from '@moim/supergraph/testing/federated/world.ts';

const authors: Thing[] = [1, 2].map((index) => ({
  __typename: 'Author',
  ...{ id: `a${index}`, name: `author ${index}`, mail: `a${index}@moim.example` },
}));
const book = (index: number): Thing => ({
  __typename: 'Book',
  ...{
    id: `b${index}`,
    title: `book ${index}`,
    pages: 100 * index,
    author: authors[index % 2],
    stars: index,
  },
  ...{ genre: ['NOVEL', 'ESSAY', 'DRAFT'][index % 3], similar: () => [films[0], books[0]], kept: true },
});
const film = (index: number): Thing => ({
  __typename: 'Film',
  ...{
    id: `f${index}`,
    title: `film ${index}`,
    minutes: 90 + index,
    director: authors[index % 2],
    stars: null,
  },
  ...{ similar: () => [books[0]], kept: false },
});
const books: Thing[] = [0, 1, 2].map(book);
const films: Thing[] = [3, 4].map(film);
const secret: Thing = { __typename: 'Memo', id: 'x', title: 'memo', text: 'secret' };

/** Interfaces, one of them an object to a subgraph, unions, enums, and what clients may not see. */
export const abstractWorld: World = {
  subgraphs: {
    media: /* GraphQL */ `
      type Query {
        media: [Media!]!
        found(withSecrets: Boolean): [Found]
        genres: [Genre]
        genresAll: [Genre!]
        titled: [Titled]
      }
      interface Titled {
        title: String
      }
      interface Media implements Titled @key(fields: "id") {
        id: ID!
        title: String
      }
      type Book implements Media & Titled @key(fields: "id") {
        id: ID!
        title: String
        pages: Int!
        genre: Genre
        author: Author
      }
      type Film implements Media & Titled @key(fields: "id") {
        id: ID!
        title: String
        minutes: Int
        director: Author!
      }
      type Memo implements Titled @inaccessible {
        title: String
        text: String
      }
      type Author @key(fields: "id") {
        id: ID!
      }
      union Found = Book | Film | Author | Memo
      enum Genre {
        NOVEL
        ESSAY
        DRAFT @inaccessible
      }
    `,
    people: /* GraphQL */ `
      type Query {
        authors: [Author!]!
        who: Who
      }
      type Author @key(fields: "id") {
        id: ID!
        name: String!
        mail: String @inaccessible
        wrote: [Wrote!]!
      }
      union Who = Author | Nobody
      type Nobody {
        why: String
      }
      type Book @key(fields: "id", resolvable: false) {
        id: ID!
      }
      type Film @key(fields: "id", resolvable: false) {
        id: ID!
      }
      union Wrote = Book | Film
    `,
    ratings: /* GraphQL */ `
      type Query {
        best: Media
        rated: [Media]!
      }
      type Media @key(fields: "id") @interfaceObject {
        id: ID!
        stars: Int
        similar: [Media!]!
      }
    `,
    shelf: /* GraphQL */ `
      type Query {
        shelf: [Media!]
      }
      type Media @key(fields: "id") @interfaceObject {
        id: ID!
        kept: Boolean!
        title: String @external
        spine: String @requires(fields: "title")
      }
    `,
  },
  things: [
    {
      __typename: 'Query',
      ...{
        media: [...books, ...films],
        authors,
        who: { __typename: 'Nobody', why: 'empty' },
        best: books[1],
      },
      ...{
        genres: ['NOVEL', 'DRAFT', null],
        genresAll: ['ESSAY', 'DRAFT'],
        titled: [books[0], secret, films[1]],
      },
      ...{ rated: [films[0], books[2], null], shelf: [books[0], films[1]] },
      found: ({ withSecrets }: { withSecrets?: boolean | null }) =>
        withSecrets === true ? [books[0], secret, authors[0]] : [films[0], authors[1], books[1], null],
    },
    ...books,
    ...films,
    ...authors.map((one, index): Thing => Object.assign(one, { wrote: () => [books[index], films[index]] })),
  ],
  computed: {
    'Book.spine': (read) => `|${String(read('title'))}|`,
    'Film.spine': (read) => `(${String(read('title'))})`,
  },
};

export const abstractQueries: readonly string[] = [
  '{ media { id title } }',
  '{ media { __typename title } }',
  '{ media { stars } }',
  '{ media { title stars kept } }',
  '{ media { ... on Book { pages } ... on Film { minutes } } }',
  '{ media { ... on Book { pages author { name } } ... on Film { director { name } } } }',
  '{ media { ... on Book { stars } } }',
  '{ media { ... on Titled { title } } }',
  '{ media { ... on Titled { ... on Film { minutes stars } } } }',
  '{ media { spine } }',
  '{ media { ... on Film { spine } ... on Book { title } } }',
  '{ media { similar { id } } }',
  '{ media { similar { title __typename } } }',
  '{ media { similar { ... on Book { pages } stars } } }',
  '{ media { similar { similar { title kept } } } }',
  '{ best { id } }',
  '{ best { stars } }',
  '{ best { __typename } }',
  '{ best { title } }',
  '{ best { title stars __typename } }',
  '{ best { ... on Book { pages stars } ... on Film { minutes } } }',
  '{ best { ... on Book { id } } }',
  '{ best { ... on Film { id } } }',
  '{ best { type: __typename similar { type: __typename stars } } }',
  '{ best { spine kept } }',
  '{ rated { id stars } }',
  '{ rated { title ... on Book { genre } } }',
  '{ rated { __typename kept spine } }',
  '{ shelf { id kept } }',
  '{ shelf { spine title } }',
  '{ shelf { stars __typename ... on Film { director { name } } } }',
  '{ found { __typename } }',
  '{ found { ... on Book { title } ... on Author { name } } }',
  '{ found { ... on Media { title stars } ... on Author { name } } }',
  '{ found { ... on Film { director { name } minutes } ... on Book { author { id name } } } }',
  '{ found(withSecrets: true) { __typename ... on Book { title } } }',
  '{ found(withSecrets: true) { ... on Author { name } ... on Titled { title } } }',
  '{ titled { title } }',
  '{ titled { __typename title } }',
  '{ titled { ... on Media { stars } } }',
  '{ genres }',
  '{ genresAll }',
  '{ genres genresAll }',
  '{ media { ... on Book { genre title } } }',
  '{ who { __typename ... on Nobody { why } ... on Author { name } } }',
  '{ authors { name wrote { ... on Book { title pages } ... on Film { title } } } }',
  '{ authors { wrote { __typename ... on Media { id stars } } } }',
  '{ authors { wrote { ... on Media { ... on Book { pages } kept } } } }',
  'query ($deep: Boolean! = true) { media { ... on Book @include(if: $deep) { pages stars } id } }',
  'query ($deep: Boolean! = false) { media { ... on Book @include(if: $deep) { pages stars } id } }',
  'query ($deep: Boolean! = false) { media { ... on Book @include(if: $deep) { pages } } }',
  'query { media { ...M } best { ...M } } fragment M on Media { title ...B } fragment B on Book { pages stars }',
];
