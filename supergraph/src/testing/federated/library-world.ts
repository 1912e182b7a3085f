import type { Thing, World } from './world.ts';

/** Everything that federation has, in one small library: what a generated query may come across. */
const subgraphs = (mediaKey: string, rated: string) => ({
  catalogue: /* GraphQL */ `
    type Query {
      media(first: Int = 20): [Media!]!
      book(isbn: ID!): Book
      books: [Book]!
      search(text: String!): [Found!]!
      shelves: [[Shelf!]]!
      now: String! @shareable
    }
    interface Media ${mediaKey} {
      id: ID!
      title: String
      kind: Kind!
    }
    type Book implements Media @key(fields: "id") @key(fields: "isbn") {
      id: ID!
      isbn: ID!
      title: String @shareable
      kind: Kind!
      pages: Int!
      author: Author
      weight: Int
      size: Size @shareable
    }
    type Film implements Media @key(fields: "id") {
      id: ID!
      title: String
      kind: Kind!
      minutes: Float
      director: Author!
    }
    type Size @shareable {
      height: Int!
      width: Int
    }
    type Shelf @key(fields: "floor place { row }") {
      floor: Int!
      place: Place!
      books: [Book!]
    }
    type Place {
      row: ID!
    }
    union Found = Book | Film | Author
    type Author @key(fields: "id") {
      id: ID!
    }
    enum Kind {
      PAPER
      REEL
      HIDDEN @inaccessible
    }
  `,
  people: /* GraphQL */ `
    type Query {
      authors: [Author!]!
      me: Reader
      now: String! @shareable
      anyone: [Person]
    }
    interface Person {
      name: String
    }
    type Author implements Person @key(fields: "id") {
      id: ID!
      name: String
      mood: Mood
      friends(first: Int): [Author!]!
      born: Int!
    }
    type Reader implements Person @key(fields: "id") {
      id: ID!
      name: String
      favourite: Book
    }
    type Ghost implements Person @inaccessible {
      name: String
    }
    type Book @key(fields: "isbn", resolvable: false) {
      isbn: ID!
    }
    enum Mood {
      GLAD
      SAD
      SECRET @inaccessible
    }
  `,
  loans: /* GraphQL */ `
    type Query {
      loans: [Loan!]
    }
    type Loan @key(fields: "id") {
      id: ID!
      reader: Reader
      book: Book! @provides(fields: "title")
      days: Int
    }
    type Book @key(fields: "id") {
      id: ID!
      title: String @external
      pages: Int! @external
      weight: Int @external
      loans: [Loan!]!
      fee: Int @requires(fields: "pages weight")
      open: Boolean!
    }
    type Reader @key(fields: "id") {
      id: ID!
      loans(open: Boolean): [Loan]
    }
  `,
  ratings: /* GraphQL */ `
    type Query {
      best: Media
    }
    ${rated}
    type Review {
      text: String!
      by: Reader
      about: Media
    }
    type Reader @key(fields: "id") {
      id: ID!
      reviews: [Review!]
    }
    type Author @key(fields: "id") {
      id: ID!
      born: Int! @external
      age: Int @requires(fields: "born")
    }
  `,
});

const size = (height: number): Thing => ({ __typename: 'Size', height, width: height / 2 });

function makeThings(): Thing[] {
  const author = (index: number): Thing => ({
    __typename: 'Author',
    ...{
      id: `a${index}`,
      name: `Author ${index}`,
      mood: ['GLAD', 'SAD', 'SECRET'][index % 3],
      born: 1_950 + index,
    },
    friends: ({ first }: { first?: number }) =>
      authors.filter((one) => one['id'] !== `a${index}`).slice(0, first ?? 2),
  });
  const authors: Thing[] = [0, 1, 2, 3].map(author);
  const book = (index: number): Thing => ({
    __typename: 'Book',
    ...{ id: `m${index}`, isbn: `b${index}`, title: index === 3 ? null : `Book ${index}`, kind: 'PAPER' },
    ...{
      pages: 100 + index,
      weight: index === 2 ? null : 10 * index,
      size: size(20 + index),
      open: index % 2 === 0,
    },
    ...{ stars: index / 2, author: authors[index % 3] },
    loans: () => loans.filter((loan) => loan['id'] === `l${index}`),
    reviews: () => reviews.slice(0, index),
  });
  const film = (index: number): Thing => ({
    __typename: 'Film',
    ...{ id: `m${index}`, title: `Film ${index}`, kind: index === 6 ? 'HIDDEN' : 'REEL', minutes: 90.5 },
    ...{ director: authors[index % 4], stars: null },
    reviews: () => reviews.slice(1, 3),
  });
  const books = [0, 1, 2, 3].map(book);
  const films = [5, 6].map(film);
  const reader = (index: number): Thing => ({
    __typename: 'Reader',
    ...{ id: `r${index}`, name: `Reader ${index}`, favourite: books[index] },
    loans: () => [...loans.slice(0, 2), null],
    reviews: () => reviews.slice(index),
  });
  const readers: Thing[] = [0, 1].map(reader);
  const loans: Thing[] = [0, 1, 2].map((index) => ({
    __typename: 'Loan',
    ...{ id: `l${index}`, reader: readers[index] ?? null, book: books[index], days: index },
  }));
  const reviews: Thing[] = [0, 1, 2].map((index) => ({
    __typename: 'Review',
    ...{ text: `Review ${index}`, by: readers[index % 2], about: [...books, ...films][index * 2] ?? null },
  }));
  const shelf = (floor: number, row: string): Thing => ({
    __typename: 'Shelf',
    ...{ floor, place: { __typename: 'Place', row }, books: books.slice(floor) },
  });
  const shelves = [shelf(0, 'a'), shelf(1, 'b')];
  const ghost: Thing = { __typename: 'Ghost', name: 'Boo' };
  const query: Thing = {
    __typename: 'Query',
    ...{ books: [...books, null], authors, loans, best: books[1], me: readers[0], now: 'now' },
    ...{ anyone: [authors[0], readers[1], ghost], shelves: [shelves, null, []] },
    media: ({ first }: { first?: number }) => [...books, ...films].slice(0, first),
    book: ({ isbn }: { isbn: string }) => books.find((one) => one['isbn'] === isbn) ?? null,
    search: ({ text }: { text: string }) => [films[0], authors[1], ...books.slice(text.length)],
  };
  return [query, ...authors, ...books, ...films, ...readers, ...loans, ...shelves];
}

/** The interface is one object to the subgraph that rates. */
const asInterfaceObject = /* GraphQL */ `
  type Media @key(fields: "id") @interfaceObject {
    id: ID!
    stars: Float
    reviews: [Review!]!
  }
`;

/** It knows the types, as one had to before there were interface objects. */
const byType = /* GraphQL */ `
  interface Media {
    id: ID!
    stars: Float
    reviews: [Review!]!
  }
  type Book implements Media @key(fields: "id") {
    id: ID!
    stars: Float
    reviews: [Review!]!
  }
  type Film implements Media @key(fields: "id") {
    id: ID!
    stars: Float
    reviews: [Review!]!
  }
`;

const libraryOf = (mediaKey: string, rated: string): World => ({
  subgraphs: subgraphs(mediaKey, rated),
  things: makeThings(),
  computed: {
    'Book.fee': (read) => Number(read('pages')) + 1_000 * Number(read('weight') ?? 0),
    'Author.age': (read) => 2_026 - Number(read('born')),
  },
});

export const libraryWorld = libraryOf('', byType);
export const interfaceObjectWorld = libraryOf('@key(fields: "id")', asInterfaceObject);
