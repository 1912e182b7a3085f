import { PassThrough } from 'node:stream';
import { once } from 'node:events';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Receiver } from 'ws';
import { textFrame } from './text-frame.ts';

/** As a client's library reads it. */
async function read(frame: Buffer): Promise<string> {
  const receiver = new Receiver({ isServer: false });
  const wire = new PassThrough();
  wire.pipe(receiver);
  const message = once(receiver, 'message');
  wire.end(frame);
  const [data]: unknown[] = await message;
  return String(data);
}

it.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])('is one message of %i bytes', async (bytes) => {
  const rest = Buffer.from('x'.repeat(Math.max(0, bytes - 1)));
  const head = bytes === 0 ? '' : 'h';
  expect(await read(textFrame(head, rest))).toBe(`${head}${rest.toString()}`);
});

it('carries any text behind ASCII', async () => {
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(ascii, fc.string({ unit: 'grapheme' }), async (head, rest) => {
      expect(await read(textFrame(head, Buffer.from(rest)))).toBe(head + Buffer.from(rest).toString());
    }),
    { numRuns: 50 },
  );
});
