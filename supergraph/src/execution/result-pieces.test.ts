import fc from 'fast-check';
import type { FormattedExecutionResult } from 'graphql';
import { describe, expect, it } from 'vitest';
import { keepJson, lastingJson } from './lasting-json.ts';
import { bytesOf, resultPieces } from './result-pieces.ts';

const schema = { types: Array.from({ length: 500 }, (_, at) => ({ name: `Työt${at}` })) };
keepJson(schema);

const textOf = (pieces: readonly Buffer[] | null): string => Buffer.concat(pieces ?? []).toString();

describe('a result with a schema in it', () => {
  it.each<[string, FormattedExecutionResult]>([
    ['alone', { data: { __schema: schema } }],
    ['twice, beside others', { data: { a: schema, name: 'Änn', b: schema, none: null } }],
    ['with what it cost', { data: { __schema: schema }, extensions: { cost: { requestedPoints: 500 } } }],
    ['with errors', { errors: [{ message: 'x' }], data: { people: null, __schema: schema } }],
    ['beside what is absent', { data: { gone: undefined, __schema: schema } }],
  ])('%s is the same JSON in pieces', (_, result) => {
    const pieces = resultPieces(result);
    expect(textOf(pieces)).toBe(JSON.stringify(result));
    expect(bytesOf(pieces ?? [])).toBe(Buffer.byteLength(JSON.stringify(result)));
  });

  it('is the same JSON whatever is beside it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (data, extension) => {
        const result = { data: { ...data, __schema: schema }, extensions: { extension } };
        expect(textOf(resultPieces(result))).toBe(JSON.stringify(result));
      }),
    );
  });

  it('shares its bytes with all others', () => {
    const [one, other] = [resultPieces({ data: { a: schema } }), resultPieces({ data: { b: schema } })];
    expect(one?.[1]).toBe(other?.[1]);
  });
});

describe('a result without', () => {
  it.each([
    ['with data', { data: { me: { id: '1' } } }],
    ['without', { data: null }],
    ['with errors alone', { errors: [{ message: 'x' }] }],
    ['with an equal one', { data: { __schema: structuredClone(schema) } }],
  ])('%s is not in pieces', (_, result) => {
    expect(resultPieces(result)).toBeNull();
  });
});

describe('what is kept', () => {
  it.each([
    ['null', null],
    ['a text', 'x'.repeat(10_000)],
    ['what is short', { name: 'x' }],
  ])('is nothing of %s', (_, value) => {
    expect([keepJson(value), lastingJson(value)]).toEqual([0, undefined]);
  });
});
