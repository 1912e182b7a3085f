import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyObject, isJsonObject } from '../json-object.ts';
import { noteSent, sentAt, settle, settleObject } from './sent-answer.ts';

describe('what is said of a value again', () => {
  it.each([
    ['is new where nothing was sent', undefined, { a: 1 }, { a: 1 }],
    ['stays null where null was sent', null, { a: 1 }, null],
    ['stays what it was where null comes later', { a: 1 }, null, { a: 1 }],
    ['is more of an object', { a: 1 }, { b: 2 }, { b: 2 }],
    ['goes down into objects', { a: { b: null } }, { a: { b: 1, c: 2 } }, { a: { b: null, c: 2 } }],
    ['goes along lists', [{ a: 1 }, null], [{ b: 2 }, { b: 3 }], [{ b: 2 }, null]],
    ['is what is there now, for a value without parts', 1, 2, 2],
    ['is what is there now, for a list that has become another', [1], [1, 2], [1, 2]],
  ])('%s', (_, before, now, told) => expect(settle(before, now)).toEqual(told));
});

it('keeps what was sent, and shares nothing with what is sent next', () => {
  const sent = { books: [{ id: 1 }] };
  const part = { books: [{ shelf: { row: 1 } }] };
  noteSent(sent, part);
  noteSent(sent, { books: [{ shelf: { floor: 2 } }] });
  expect(sent).toEqual({ books: [{ id: 1, shelf: { row: 1, floor: 2 } }] });
  expect(part).toEqual({ books: [{ shelf: { row: 1 } }] });
});

it.each([
  [[], { books: [{ id: 1 }, null] }],
  [['books', 0], { id: 1 }],
  [['books', 1], null],
  [['books', 2], null],
  [['books'], null],
  [['nothing', 'below'], null],
])('is at %j', (path, found) => expect(sentAt({ books: [{ id: 1 }, null] }, path)).toEqual(found));

it('never takes a value back, nor gives one to a null', () => {
  const answer = fc.object({ key: fc.constantFrom('a', 'b'), values: [fc.constant(null), fc.nat(3)] });
  fc.assert(
    fc.property(answer, answer, (sent, part) => {
      if (!isJsonObject(sent) || !isJsonObject(part)) return;
      const before = copyObject(sent);
      noteSent(sent, settleObject(sent, part));
      for (const [key, value] of Object.entries(before)) {
        if (value === null) expect(sent[key]).toBeNull();
        else expect(sent[key]).not.toBeNull();
      }
    }),
  );
});
