import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { findUndescribed } from './find-undescribed.ts';

describe('findUndescribed', () => {
  it('names types, fields, arguments and enum values that lack a description', () => {
    const api = buildSchema(`
      type Query {
        "What is read."
        said("Which one is meant." id: ID!, unsaid: ID): Said
        unsaid: Unsaid
      }
      "Somebody."
      type Said { "Who it is." id: ID!, unsaid: ID! }
      enum Unsaid { VALUE }
      "What is sent."
      input SaidInput { "Who it is." id: ID!, unsaid: ID! }
      scalar UnsaidScalar
    `);
    expect(findUndescribed(api)).toEqual([
      'Query.said(unsaid:)',
      'Query.unsaid',
      'Said.unsaid',
      'SaidInput.unsaid',
      'Unsaid',
      'Unsaid.VALUE',
      'UnsaidScalar',
    ]);
  });

  it('names those that only say their name again, but for enum values', () => {
    const api = buildSchema(`
      type Query { "The travel plan of this id." travelPlan("The id." id: ID!): TravelPlan }
      "A travel plan."
      type TravelPlan { "Its title." title: String, "One line." subtitle: String, "Blue or red." color: Color }
      "Tells plans apart."
      enum Color { "Blue." BLUE }
    `);
    expect(findUndescribed(api)).toEqual(['Query.travelPlan(id:)', 'TravelPlan', 'TravelPlan.title']);
  });
});
