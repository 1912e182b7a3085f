import { expect, it } from 'vitest';
import { defaultLimits } from '../limits/operation-limits.ts';
import { Admission } from './admit-operation.ts';
import { refusable, rehearse, rehearsedSchema } from './rehearsal.ts';
import { Refusal } from './refusal.ts';

function run(stopAfter = Infinity): number {
  const waiting: (() => void)[] = [];
  const stop = rehearse((next) => waiting.push(next));
  let turns = 0;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    next();
    turns += 1;
    if (turns === stopAfter) stop();
  }
  return turns;
}

it('comes to an end', () => {
  expect(run()).toBe(12 * refusable.length + 1); // the last finds nothing to do
});

it('stops when it is told to', () => {
  expect(run(3)).toBe(4);
});

it('is of documents that are refused, each at another place', () => {
  const limits = defaultLimits;
  const admission = new Admission({ schema: rehearsedSchema, limits, hidesSchemaFromAnonymous: true });
  const said = refusable.map((query) => {
    try {
      admission.admit({ query, operationName: undefined, variables: {} }, false);
      return null;
    } catch (error) {
      return error instanceof Refusal ? error.message.slice(0, 60) : error;
    }
  });
  expect(said).toMatchInlineSnapshot(`
    [
      "Cannot query field "x0" on type "Viewer".",
      "Cannot query field "a" on type "Query".",
      "Unknown argument "nothing" on field "Query.people".",
      "The operation has more than 10 fields at the root.",
      "The document repeats fields: more than 10000 pairs are to be",
      "The document repeats fields: more than 10000 pairs are to be",
      "Cannot spread fragment "A" within itself via "B".",
      "The document has more than 2000 tokens.",
      "The document has more than 10 directives.",
      "Int cannot represent non-integer value: "many"",
      "The operation has more than 10 levels of fields.",
    ]
  `);
});
