import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { findUndescribed } from './find-undescribed.ts';

describe('findUndescribed', () => {
  it('names types and fields of every kind that lack a description', () => {
    const api = buildSchema(`
      type Query { "Said." said: Said, unsaid: Unsaid }
      "Said."
      type Said { "Said." id: ID!, unsaid: ID! }
      enum Unsaid { VALUE }
      "Said."
      input SaidInput { "Said." id: ID!, unsaid: ID! }
      scalar UnsaidScalar
    `);
    expect(findUndescribed(api)).toEqual([
      'Query.unsaid',
      'Said.unsaid',
      'SaidInput.unsaid',
      'Unsaid',
      'UnsaidScalar',
    ]);
  });
});
