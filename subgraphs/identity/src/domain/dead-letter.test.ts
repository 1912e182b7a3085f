import { describe, expect, it } from 'vitest';
import { assertCount, normalizeReason, parseDeadLetterId, toDeadLetterId } from './dead-letter.ts';

const eventId = '01900000-0000-7000-8000-000000000001';

describe('the id of a dead letter', () => {
  it.each(['plan-rooms', 'travel.prune-inbox'])(
    'names subgraph, the group or queue %s and event',
    (group) => {
      const id = { subgraph: 'travel', group, eventId };
      expect(parseDeadLetterId(toDeadLetterId(id))).toEqual(id);
    },
  );

  it.each(['', 'travel', `travel/plan-rooms/x`, `travel//${eventId}`, `a/b/${eventId}/c`, `A/b/${eventId}`])(
    'is not "%s"',
    (id) => expect(parseDeadLetterId(id)).toBeNull(),
  );
});

describe('a decision', () => {
  it('is about 1 to 100 letters', () => {
    const ids = (count: number) => Array.from({ length: count }, String);
    expect(() => assertCount(ids(0))).toThrow('1 to 100');
    expect(() => assertCount(ids(101))).toThrow('1 to 100');
    assertCount(ids(1));
    assertCount(ids(100));
  });

  it.each(['', '   ', 'a\nb', 'x'.repeat(501)])('has a reason, which is not %j', (reason) => {
    expect(() => normalizeReason(reason)).toThrow('Say why');
  });

  it('has its reason without spaces around', () => {
    expect(normalizeReason('  sent twice ')).toBe('sent twice');
  });
});
