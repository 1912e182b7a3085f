import { parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { findExceededLimit } from './check-limits.ts';
import { type DocumentSize, measureDocument } from './measure-document.ts';
import { defaultLimits } from './operation-limits.ts';

function measure(query: string): DocumentSize {
  const document = parse(query);
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === 'OperationDefinition',
  );
  if (!operation) throw new Error('no operation in the test');
  return measureDocument(document, operation);
}

const nested = (depth: number): string => (depth === 1 ? '{ a }' : `{ a ${nested(depth - 1)} }`);
const times = (count: number, text: string): string => text.repeat(count);

describe('measureDocument', () => {
  it.each([
    ['fields at one level', '{ a b c }', { depth: 1, rootFields: 3, selections: 3 }],
    ['fields within fields', '{ a { b { c } } d }', { depth: 3, rootFields: 2, selections: 4 }],
    [
      'inline fragments as if they were not there',
      '{ ... { a { ... on T { b } } } }',
      { depth: 2, rootFields: 1 },
    ],
    [
      'a fragment wherever it is spread',
      '{ a { ...F } b { ...F } } fragment F on T { c { d } }',
      { depth: 3, selections: 6 },
    ],
    ['fragments at the root as root fields', '{ ...F ...F } fragment F on Query { a b }', { rootFields: 4 }],
    [
      'aliases and directives as written',
      '{ x: a @skip(if: true) ...F } fragment F on Q { y: b @a @b }',
      {
        aliases: 2,
        directives: 3,
      },
    ],
    [
      'introspection apart',
      '{ a { b } __schema { types { fields { name } } } }',
      {
        depth: 2,
        introspectionDepth: 4,
        selections: 6,
      },
    ],
  ])('counts %s', (_, query, size) => {
    expect(measure(query)).toMatchObject(size);
  });

  it('measures an expansion of 2^30 fields at once', () => {
    const fragments = Array.from(
      { length: 30 },
      (_, index) => `fragment F${index} on T { ...F${index + 1} ...F${index + 1} }`,
    );
    expect(measure(`{ ...F0 } ${fragments.join(' ')} fragment F30 on T { a }`).selections).toBe(2 ** 30);
  });

  it('comes to an end on fragments that contain each other', () => {
    expect(measure('{ ...A } fragment A on T { a { ...B } } fragment B on T { b { ...A } }').depth).toBe(2);
  });
});

describe('findExceededLimit', () => {
  const { depth, aliases, rootFields, directives, selections, introspectionDepth } = defaultLimits;
  it.each<[keyof DocumentSize, (count: number) => string, number]>([
    ['depth', nested, depth],
    ['aliases', (count) => `{ a { ${times(count, 'x: b ')} } }`, aliases],
    ['rootFields', (count) => `{ ${times(count, 'a ')} }`, rootFields],
    ['directives', (count) => `{ a ${times(count, '@d ')} }`, directives],
    ['selections', (count) => `{ a { ${times(count - 1, 'b ')} } }`, selections],
    ['introspectionDepth', (count) => `{ __schema ${nested(count - 1)} }`, introspectionDepth],
  ])('allows %s up to its limit and names it one beyond', (name, query, limit) => {
    expect(measure(query(limit))[name]).toBe(limit);
    expect(findExceededLimit(measure(query(limit)), defaultLimits)).toBeNull();
    expect(findExceededLimit(measure(query(limit + 1)), defaultLimits)?.message).toContain(
      `more than ${limit} `,
    );
  });
});
