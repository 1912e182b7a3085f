import { describe, expect, it } from 'vitest';
import { isGapless } from './begin-behind-pruned.ts';
import type { LoggedEvent } from './contract.ts';
import { EventsPrunedError } from './failure.ts';
import { recording } from './test-stage/recording.ts';

const event = (pos: number, follows?: number): LoggedEvent => ({
  ...{
    id: 'e',
    name: 'n',
    aggregateType: 't',
    aggregateId: 'a',
    aggregateSeq: 1,
    shard: 0,
    pos,
    payload: {},
  },
  occurredAt: new Date(0),
  ...(follows !== undefined && { follows }),
});
const judge = (beganAt: number | null, ...events: LoggedEvent[]) =>
  isGapless({ consumer: recording('one') }, events, { shard: 0, pos: 2, beganAt });

describe('events behind position 2', () => {
  it.each([
    ['nothing', []],
    ['what follows', [event(3), event(4)]],
  ])('go on with %s, whenever the group began', (_, events) => {
    for (const beganAt of [null, 0, 9]) expect(judge(beganAt, ...events)).toBe(true);
  });

  it.each([null, 0, 9])('with a gap that nobody pruned are a loss, when the group began at %s', (beganAt) => {
    expect(() => judge(beganAt, event(4))).toThrow('position 4 of shard 0 follows a gap behind 2');
    expect(() => judge(beganAt, event(5, 3))).toThrow('position 5 of shard 0 follows a gap behind 2');
    expect(() => judge(beganAt, event(3), event(5))).toThrow('position 5 of shard 0 follows a gap behind 3');
  });

  it('let a new group begin behind what was pruned', () => {
    expect(judge(null, event(3), event(9, 3))).toBe(false);
    expect(judge(8, event(3), event(9, 3), event(10))).toBe(true);
  });

  it.each([0, 7])('that were pruned afterwards are missed by a group that began at %i', (beganAt) => {
    expect(() => judge(beganAt, event(9, 2))).toThrow(EventsPrunedError);
    expect(() => judge(beganAt, event(9, 2))).toThrow(
      'one is at position 2 of shard 0, and stage has nothing',
    );
  });
});
