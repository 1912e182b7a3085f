import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventStreamReader } from './event-stream.ts';

const read = (...pieces: string[]) => {
  const reader = new EventStreamReader(1_000);
  return pieces.flatMap((piece) => reader.read(piece));
};
const next = (data: string) => ({ name: 'next', data });

describe('a stream of events', () => {
  it.each([
    ['an event', 'event: next\ndata: {"a":1}\n\n', [next('{"a":1}')]],
    ['one without the space', 'event:next\ndata:1\n\n', [next('1')]],
    ['data of several lines', 'event: next\ndata: {\ndata: }\n\n', [next('{\n}')]],
    ['an end without data', 'event: complete\n\n', [{ name: 'complete', data: '' }]],
    ['an end with an empty field', 'event: complete\ndata\n\n', [{ name: 'complete', data: '' }]],
    ['an event without a name', 'data: 1\n\n', [{ name: 'message', data: '1' }]],
    ['a sign of life', ':\n\n', [null]],
    ['one that says something', ': ping: pong\n\nevent: next\ndata: 1\n\n', [null, next('1')]],
    ['fields that mean nothing here', 'id: 7\nretry: 10\nevent: next\ndata: 1\n\n', [next('1')]],
    ['line ends of Windows', 'event: next\r\ndata: 1\r\n\r\n', [next('1')]],
    ['line ends of old', 'event: next\rdata: 1\r\rdata: 2\n\n', [next('1'), { name: 'message', data: '2' }]],
    ['what is not whole yet', 'event: next\ndata: 1\n', []],
    ['a value with colons', 'event: next\ndata: "a: b"\n\n', [next('"a: b"')]],
  ])('has %s', (_, text, events) => {
    expect(read(text)).toEqual(events);
  });

  it('is the same in whatever pieces it comes', () => {
    const text =
      'event: next\r\ndata: "가나"\r\n\r\n: ping\n\nevent: next\ndata: {\ndata: }\n\nevent: complete\n\n';
    const whole = read(text);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: text.length })), (cuts) => {
        const ends = [...cuts, text.length].sort((a, b) => a - b);
        expect(read(...ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end)))).toEqual(whole);
      }),
    );
  });

  it('is not kept beyond what was allowed, with or without an end of the line', () => {
    const reader = new EventStreamReader(10);
    expect(() => reader.read('x'.repeat(11))).toThrow(RangeError);
    const other = new EventStreamReader(10);
    other.read('data: 12345\n');
    expect(() => other.read('data: 123456\n')).toThrow(RangeError);
    expect(new EventStreamReader(10).read('data: 1234567\n\n'.repeat(9))).toHaveLength(9);
  });
});
