import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from './contract.ts';
import { LandedEvents } from './landed-events.ts';

const event = (pos: number, shard = 0): LoggedEvent => ({
  ...{ id: `e${pos}`, name: 'stage.counter-touched.v1', aggregateType: 'counter', aggregateId: 'a' },
  ...{ aggregateSeq: pos, shard, pos, payload: null, occurredAt: new Date(0) },
});
const events = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => event(from + index));
const placesAfter = (landed: LandedEvents, after: number, limit = 10) =>
  landed.after(0, after, limit).map(({ pos }) => pos);

describe('what has landed', () => {
  it('is answered right behind a position, as far as asked for', () => {
    const landed = new LandedEvents();
    landed.add(events(5, 8));
    expect(placesAfter(landed, 4)).toEqual([5, 6, 7, 8]);
    expect(placesAfter(landed, 6)).toEqual([7, 8]);
    expect(placesAfter(landed, 4, 2)).toEqual([5, 6]);
    expect(placesAfter(landed, 8)).toEqual([]);
    expect(placesAfter(landed, 20)).toEqual([]);
  });

  it('is not answered where something before it is not known', () => {
    const landed = new LandedEvents();
    landed.add(events(5, 8));
    expect(placesAfter(landed, 3)).toEqual([]);
    landed.add(events(11, 12)); // another process moved what is between
    expect(placesAfter(landed, 4)).toEqual([]);
    expect(placesAfter(landed, 8)).toEqual([]);
    expect(placesAfter(landed, 10)).toEqual([11, 12]);
  });

  it('is kept apart by shard', () => {
    const landed = new LandedEvents();
    landed.add([event(1, 0), event(1, 1), event(2, 1)]);
    expect(landed.after(1, 0, 10)).toEqual([event(1, 1), event(2, 1)]);
    expect(landed.after(2, 0, 10)).toEqual([]);
  });

  it('is forgotten when there is too much of it, the oldest first and without a gap', () => {
    const landed = new LandedEvents();
    landed.add(events(1, 600));
    const [first = 0, ...others] = placesAfter(landed, 400, 1_000);
    expect([first, others.at(-1)]).toEqual([401, 600]);
    expect(placesAfter(landed, 0)).toEqual([]);
  });
});
