import { parse } from 'graphql';
import { compose } from '../fixture.ts';
import { operationIn } from '../../graph/operation-in.ts';
import type { PlanQuestion } from '../../planning/planning.ts';

/** @param text - of one operation */
export function question(text: string): PlanQuestion {
  const operationName = operationIn(parse(text), undefined).name?.value;
  return { text, operationName, overrides: new Map(), isInParts: false };
}

/** A recursive field of an interface that three subgraphs may answer: each level multiplies the ways to go. */
const sdlOf = (name: string): string => `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
  type Query { n: I @shareable ${name}: Int }
  interface I { id: ID! n: I }
  type N implements I @key(fields: "id") { id: ID! n: I @shareable ${name}: Int }
  type M implements I @key(fields: "id") { id: ID! n: I @shareable m${name}: Int }`;

export const bombSupergraph = compose({ a: sdlOf('a'), b: sdlOf('b'), c: sdlOf('c') });

/** What the planner's own limits refuse there. */
export const bomb = '{n{n{n{n{n{n{id}}}}}}}';
