import { expect, it } from 'vitest';
import { HeardTraces } from '../live/traced-wake-up.ts';
import { wakeUps } from './wake-up.ts';

const trace = (number: number) => `00-${String(number).padStart(32, '0')}-00000000000000aa-01`;
const event = (aggregateId: string, aggregateSeq: number, traceparent: string | null = null) => ({
  ...{ aggregateId, aggregateSeq, traceparent, aggregateType: 'room' },
  ...{ shard: 3, pos: 100 + aggregateSeq },
});

it('tells each topic of its latest, and of the head of each shard', () => {
  expect(wakeUps('x', [event('a', 1), event('b', 7), { ...event('a', 2), shard: 4 }])).toEqual([
    ['room:a', { seq: 2 }],
    ['room:b', { seq: 7 }],
    ['event-log:x', { shard: 3, pos: 107 }],
    ['event-log:x', { shard: 4, pos: 102 }],
  ]);
});

it('lets each row of a room keep its own trace', () => {
  const [told] = wakeUps('x', [event('a', 1, trace(1)), event('a', 2), event('a', 3, trace(3))]);
  expect(told).toEqual(['room:a', { seq: 3, traceparent: trace(3), earlier: `1=${trace(1)}` }]);
  const heard = new HeardTraces();
  heard.hear(told?.[1] ?? {});
  expect([1, 2, 3, 1].map((seq) => heard.take(seq))).toEqual([trace(1), null, trace(3), null]);
});

it('tells of as many as a message has room for, those of the last', () => {
  const rows = Array.from({ length: 40 }, (_, index) => {
    const seq = 2_000_000_000 + index;
    return event('a', seq, trace(seq));
  });
  const [told] = wakeUps('x', rows);
  expect(Buffer.byteLength(JSON.stringify(told?.[1]))).toBeLessThan(1_024);
  const heard = new HeardTraces();
  heard.hear(told?.[1] ?? {});
  const known = rows.filter(({ aggregateSeq }) => heard.take(aggregateSeq) !== null);
  expect(known.map(({ aggregateSeq }) => aggregateSeq - 2_000_000_000)).toEqual(
    Array.from({ length: 11 }, (_, index) => 29 + index),
  );
});

it('takes nothing from a message that is none of these', () => {
  const heard = new HeardTraces();
  for (const message of [
    {},
    { earlier: 'x' },
    { earlier: 7 },
    { earlier: '1= 2' },
    { seq: '3', traceparent: 't' },
  ])
    heard.hear(message);
  expect([1, 2, 3].map((seq) => heard.take(seq))).toEqual([null, null, null]);
});
