import { describe, expect, it } from 'vitest';
import { checkDeliveries } from './check-deliveries.ts';
import type { DeliveryLine } from './delivery-log.ts';

const follows: DeliveryLine = { op: 'follows', reader: 'Jun', stream: 'room', seq: 2 };
const sent = (id: string): DeliveryLine => ({ op: 'sent', id, stream: 'room', atMs: 100 });
const acked = (id: string): DeliveryLine => ({ op: 'acked', id });
const received = (seq: number, id: string | null): DeliveryLine => ({
  ...{ op: 'received', reader: 'Jun', stream: 'room', atMs: 130 },
  ...{ seq, id },
});
const faultsOf = (...lines: DeliveryLine[]) => {
  const { lost, duplicated, reordered, phantom } = checkDeliveries([follows, ...lines]);
  return { lost, duplicated, reordered, phantom };
};
const none = { lost: [], duplicated: [], reordered: [], phantom: [] };

describe('what a log of clients must show', () => {
  it('is each acknowledged message at each reader, once and in order', () => {
    expect(
      checkDeliveries([follows, sent('a'), acked('a'), sent('b'), received(3, 'a'), received(4, 'b')]),
    ).toEqual({ ...none, latenciesMs: [30, 30], acked: 1, received: 2 });
  });

  it('does not ask for what was never acknowledged, nor for who sent a notice of the room', () => {
    expect(faultsOf(sent('a'), received(3, null))).toEqual(none);
  });

  it('does not ask a reader for what went elsewhere', () => {
    expect(faultsOf({ op: 'sent', id: 'a', stream: 'other', atMs: 1 }, acked('a'))).toEqual(none);
  });

  it('asks each place that it was sent to', () => {
    const toBoth = [sent('a'), { op: 'sent', id: 'a', stream: 'other', atMs: 100 }, acked('a')] as const;
    const elsewhere: DeliveryLine = { op: 'follows', reader: 'Min', stream: 'other', seq: 0 };
    expect(faultsOf(...toBoth, elsewhere, received(3, 'a'))).toEqual({ ...none, lost: ['Min other: a'] });
  });

  it('calls an acknowledged message that did not come lost', () => {
    expect(faultsOf(sent('a'), acked('a'))).toEqual({ ...none, lost: ['Jun room: a'] });
  });

  it('calls a place that was passed by lost', () => {
    expect(faultsOf(sent('a'), received(4, 'a'))).toEqual({ ...none, lost: ['Jun room: place 3'] });
  });

  it('knows a repeated place, and a repeated message at a new place', () => {
    const again = faultsOf(sent('a'), received(3, 'a'), received(3, null), received(4, 'a'));
    expect(again).toEqual({ ...none, duplicated: ['Jun room: place 3, null', 'Jun room: place 4, a'] });
  });

  it('knows what came after its successor', () => {
    const faults = faultsOf(sent('a'), sent('b'), received(4, 'b'), received(3, 'a'));
    expect(faults).toEqual({ ...none, reordered: ['Jun room: place 3 after 4'] });
  });

  it('does not measure what only warms up', () => {
    const warm: DeliveryLine = { op: 'sent', id: 'a', stream: 'room', atMs: 100, warmsUp: true };
    expect(checkDeliveries([follows, warm, acked('a'), received(3, 'a')])).toMatchObject({
      ...none,
      latenciesMs: [],
    });
  });

  it('knows what nobody sent', () => {
    expect(faultsOf(received(3, 'x'))).toEqual({ ...none, phantom: ['Jun: x'] });
  });
});
