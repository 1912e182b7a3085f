import { buildSchema } from 'graphql';
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultLimits as limits } from '../limits/operation-limits.ts';
import { Admission } from './admit-operation.ts';
import { Refusal, refuseBeyond } from './refusal.ts';
import { RefusedDocuments } from './refused-documents.ts';

const thrownBy = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe('a document that was refused', () => {
  it('is remembered with what was said, and without what was at work', () => {
    const refused = new RefusedDocuments();
    const refusal = refuseBeyond('depth', 'too deep');
    const read = () => {
      throw refusal;
    };
    expect(thrownBy(() => refused.reading('a', 10, read))).toBe(refusal);
    expect(refused.find('a')).toBe(refusal);
    expect([refusal.stack, ...refusal.errors.map(({ stack }) => stack)]).toEqual(['', '']);
  });

  it('is forgotten when others have come that take too much room', () => {
    const refused = new RefusedDocuments();
    const read = () => {
      throw refuseBeyond('depth', 'too deep');
    };
    for (let at = 0; at < 50; at += 1) thrownBy(() => refused.reading(String(at), 100_000, read));
    expect([refused.find('0'), refused.find('49')]).toEqual([undefined, expect.anything()]);
  });

  it('is no refusal when something else broke', () => {
    const refused = new RefusedDocuments();
    thrownBy(() => refused.reading('a', 10, () => JSON.parse('{')));
    expect(refused.find('a')).toBeUndefined();
  });
});

describe('admission', () => {
  const rules: string[] = [];
  let admission: Admission;
  beforeEach(() => {
    rules.length = 0;
    admission = new Admission({
      schema: buildSchema('type Query { a: Query b: Int }'),
      limits,
      hidesSchemaFromAnonymous: true,
      onRefused: (rule) => rules.push(rule),
    });
  });
  const ask = (query: string, isAnonymous = false, operationName?: string) =>
    thrownBy(() => admission.admit({ query, operationName, variables: {} }, isAnonymous));

  it('says the same again, and counts it again', () => {
    const deep = `${'{ a '.repeat(20)}{ b }${' }'.repeat(20)}`;
    expect(ask(deep)).toBe(ask(deep));
    expect(rules).toEqual(['depth', 'depth']);
  });

  it.each([
    [limits.characters, []],
    [limits.characters + 1, ['characters']],
  ])('refuses a text by its length, whatever it says: %d characters', (characters, refused) => {
    thrownBy(() => admission.measure({ document: { query: '#'.padEnd(characters, 'x') } }));
    expect(rules).toEqual(refused);
  });

  it('does not measure what is only named', () => {
    admission.measure({ document: { documentId: 'x'.repeat(limits.characters + 1) } });
    expect(rules).toEqual([]);
  });

  it('tells who may know the schema more than who may not', () => {
    expect(ask('{ aa }', true)).toMatchObject({ message: 'Cannot query field "aa" on type "Query".' });
    expect(ask('{ aa }')).toMatchObject({
      message: 'Cannot query field "aa" on type "Query". Did you mean "a"?',
    });
  });

  it('refuses one operation of a document and runs another', () => {
    const text = `query Deep { ${'a { '.repeat(11)} b ${' }'.repeat(11)} } query Flat { b }`;
    expect(ask(text, false, 'Deep')).toMatchObject({ rule: 'depth' });
    expect(ask(text, false, 'Flat')).toMatchObject({ points: 0 });
  });

  it('cuts what a client wrote out of what it is told', () => {
    const long = `{ b(${Array.from({ length: 300 }, (_, at) => `a${at}: "${'x'.repeat(200)}"`).join(' ')}) }`;
    const { errors } = refusalIn(ask(long));
    expect(errors.every(({ message }) => message.length <= 1_001)).toBe(true);
    expect(errors.every(({ nodes }) => nodes === undefined)).toBe(true);
  });
});

function refusalIn(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  throw new TypeError('it was not refused');
}
