import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { missingName } from './missing-name.ts';

const schema = buildSchema(`
  type Query { room: Room }
  type Room { id: ID! last: Post }
  interface Post { seq: Int! }
  type Note implements Post { seq: Int! text: String! }
  type Subscription { events(after: Int): Post }
`);

describe('what a document speaks of and the schema does not know', () => {
  it.each([
    ['a field', 'subscription { events { seq author { name } } }', 'Post.author'],
    ['a root field', 'subscription { gone { seq } }', 'Subscription.gone'],
    [
      'a field in a fragment',
      'subscription { events { ...N } } fragment N on Note { text sound }',
      'Note.sound',
    ],
    ['a type', 'subscription { events { ... on Picture { url } } }', 'Picture'],
    ['the type of a fragment', 'subscription { events { ...P } } fragment P on Picture { url }', 'Picture'],
    ['the type of a variable', 'subscription ($in: Filter) { events(in: $in) { seq } }', 'Filter'],
    ['the first of several', 'subscription { events { first second } }', 'Post.first'],
    ['an argument: it is not named', 'subscription { events(since: 1) { seq } }', null],
    ['nothing', 'subscription { events { __typename seq } }', null],
  ])('%s', (_, query, name) => {
    expect(missingName(query, schema)).toBe(name);
  });

  it('is the root where there are no subscriptions any more', () => {
    expect(missingName('subscription { events { seq } }', buildSchema('type Query { a: Int }'))).toBe(
      'Subscription',
    );
  });
});
