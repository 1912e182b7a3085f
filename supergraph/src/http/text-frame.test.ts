import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textFrame } from './text-frame.ts';

/** RFC 6455 §5.2: one whole, unmasked message of text, whose length is written in the shortest way. */
function read(frame: Buffer): string {
  expect(frame.readUInt8(0)).toBe(0x81);
  const said = frame.readUInt8(1);
  const [bytes, at] =
    said < 126
      ? [said, 2]
      : said === 126
        ? [frame.readUInt16BE(2), 4]
        : [Number(frame.readBigUInt64BE(2)), 10];
  expect(bytes).toBeGreaterThanOrEqual(said === 127 ? 65_536 : said === 126 ? 126 : 0);
  expect(frame).toHaveLength(at + bytes);
  return frame.toString('utf8', at);
}

it.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])('is one message of %i bytes', (bytes) => {
  const rest = Buffer.from('x'.repeat(Math.max(0, bytes - 1)));
  const head = bytes === 0 ? '' : 'h';
  expect(read(textFrame(head, rest))).toBe(`${head}${rest.toString()}`);
});

it('carries any text behind ASCII', () => {
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 50 });
  fc.assert(
    fc.property(ascii, fc.string({ unit: 'grapheme' }), (head, rest) => {
      expect(read(textFrame(head, Buffer.from(rest)))).toBe(`${head}${rest}`);
    }),
  );
});
