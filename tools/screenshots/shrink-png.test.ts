import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { predict, readPng, writePng } from './png.ts';
import { shrinkPng } from './shrink-png.ts';

const width = 30;
const height = 10;

/** So many colours in turn; from the 257th on each is next to one of the first. */
const painted = (colourCount: number) =>
  Buffer.from(
    Array.from({ length: width * height }, (_, pixel) => pixel % colourCount).flatMap((colour) => [
      (colour * 37) % 256,
      colour >> 8,
      255 - (colour % 256),
    ]),
  );

/** As a browser writes it: `bytes` a pixel, each row filtered by the next of the five ways. */
function written(rgb: Buffer, bytes: 3 | 4): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const byte = (x: number, row: number) =>
      x < 0 || row < 0
        ? 0
        : x % bytes === 3
          ? 255
          : (rgb[(row * width + Math.floor(x / bytes)) * 3 + (x % bytes)] ?? 0);
    const filter = y % 5;
    const filtered = Array.from(
      { length: width * bytes },
      (__, x) =>
        byte(x, y) -
        predict(filter, byte(x - bytes, y), byte(x, y - 1), x < bytes ? 0 : byte(x - bytes, y - 1)),
    );
    return [filter, ...filtered];
  });
  // The frame of one that we wrote, with other contents.
  const frame = writePng({ width, height }, Buffer.from([0, 0, 0]), Buffer.alloc(width * height));
  const packed = deflateSync(Buffer.from(rows.flat()));
  const start = frame.indexOf('PLTE') - 4;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(packed.length);
  const header = Buffer.from(frame.subarray(0, start));
  header[25] = bytes === 3 ? 2 : 6;
  return Buffer.concat([header, length, Buffer.from('IDAT'), packed, Buffer.alloc(4)]);
}

/** What a viewer sees of one that we wrote. */
function shown(png: Buffer): Buffer {
  const part = (type: string) => {
    const at = png.indexOf(type);
    return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
  };
  const palette = part('PLTE');
  const rows = inflateSync(part('IDAT'));
  const indexes = Array.from(
    { length: width * height },
    (_, pixel) => rows[pixel + Math.floor(pixel / width) + 1] ?? 0,
  );
  return Buffer.concat(indexes.map((index) => palette.subarray(index * 3, index * 3 + 3)));
}

describe('a screenshot', () => {
  it.each([3, 4] as const)('of %d bytes a pixel is read, whichever way its rows are filtered', (bytes) => {
    expect(readPng(written(painted(200), bytes))).toEqual({ width, height, rgb: painted(200) });
  });

  it.each([1, 2, 200])('of %d colours is shrunk to the same pixels', (colourCount) => {
    expect(shown(shrinkPng(written(painted(colourCount), 3)))).toEqual(painted(colourCount));
  });

  it('of more than 256 colours keeps those, and shows a near one for each other', () => {
    const rgb = painted(300);
    const seen = shown(shrinkPng(written(rgb, 3)));
    const distances = Array.from(rgb, (part, index) => Math.abs(part - (seen[index] ?? 0)));
    expect(distances.filter((distance) => distance > 0)).toEqual(Array(300 - 256).fill(1));
  });

  it('is not read when a browser would not write it so', () => {
    expect(() => readPng(shrinkPng(written(painted(2), 3)))).toThrow('not an 8-bit RGB or RGBA image');
  });
});
