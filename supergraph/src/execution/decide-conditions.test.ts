import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { decideConditions } from './decide-conditions.ts';
import { keepSelected } from './keep-selected.ts';

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();
const printed = (text: string, conditions: Record<string, boolean> = {}): string =>
  flat(print(decideConditions(parse(text), new Map(Object.entries(conditions)))));

describe('of a document with conditions that are known', () => {
  it.each([
    ['{ a b @skip(if: true) }', {}, '{ a }'],
    ['{ a b @skip(if: false) }', {}, '{ a b }'],
    ['{ a b @include(if: true) @skip(if: true) }', {}, '{ a }'],
    ['query ($v: Boolean!) { a @include(if: $v) }', { v: true }, 'query ($v: Boolean!) { a }'],
    ['query ($v: Boolean!) { a b @skip(if: $v) }', { v: true }, 'query ($v: Boolean!) { a }'],
    ['{ ...F @include(if: false) b } fragment F on Q { a }', {}, '{ b } fragment F on Q { a }'],
    ['{ ... on Q @include(if: true) { a @other } }', {}, '{ ... on Q { a @other } }'],
  ])('%s with %j is left %s', (text, conditions, left) => {
    expect(printed(text, conditions)).toBe(left);
  });

  it.each([
    '{ a @skip(if: $v) }',
    '{ a @skip(if: $v) @include(if: $w) }',
    '{ ... @defer(if: true) { a } }',
    '{ a(skip: true) }',
  ])('%s is left as it is where nothing is known', (text) => {
    const document = parse(text);
    expect(decideConditions(document)).toBe(document);
  });

  it('one that is not known stays beside one that is', () => {
    expect(printed('{ a @skip(if: $v) @include(if: $w) }', { w: true })).toBe('{ a @skip(if: $v) }');
  });
});

it('the planner is given something to ask for where a decision leaves nothing', () => {
  const asked = parse(
    '{ a { b @skip(if: true) ...F } c @include(if: false) } fragment F on A { b @skip(if: true) }',
  );
  expect(flat(print(keepSelected(asked)))).toBe('{ a { ...F } } fragment F on A { __typename }');
});
