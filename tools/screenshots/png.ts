import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** Rows of pixels, three bytes each, from the top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Buffer;
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
/** Bytes a pixel by the colour type of the header; a browser writes one of these. */
const bytesOf = new Map([
  [2, 3],
  [6, 4],
]);

/**
 * What a browser's screenshot shows; transparency is left out, since a page has none.
 *
 * @throws {Error} for an image that is not 8-bit RGB or RGBA without interlace
 */
export function readPng(png: Buffer): Pixels {
  const chunks = readChunks(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const bytes = bytesOf.get(header.readUInt8(9));
  if (bytes === undefined || header.readUInt8(8) !== 8 || header.readUInt8(12) !== 0)
    throw new Error('not an 8-bit RGB or RGBA image without interlace');
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const rows = unfilter(inflateSync(Buffer.concat(packed)), width * bytes, height, bytes);
  const rgb = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1)
    rows.copy(rgb, pixel * 3, pixel * bytes, pixel * bytes + 3);
  return { width, height, rgb };
}

/** `indexes` has a byte a pixel, which counts in `palette`, three bytes a colour, at most 256. */
export function writePng(
  { width, height }: Pick<Pixels, 'width' | 'height'>,
  palette: Buffer,
  indexes: Buffer,
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) indexes.copy(rows, y * (width + 1) + 1, y * width, (y + 1) * width);
  const parts = [
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
  ];
  return Buffer.concat([signature, ...parts, chunk('IEND', Buffer.alloc(0))]);
}

function readChunks(png: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** Each row begins with how its bytes count on from the pixel to the left and the row above (PNG 1.2, 6). */
function unfilter(filtered: Buffer, rowBytes: number, height: number, pixelBytes: number): Buffer {
  const rows = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    const filter = filtered[y * (rowBytes + 1)] ?? 0;
    for (let x = 0; x < rowBytes; x += 1) {
      const at = y * rowBytes + x;
      const left = x < pixelBytes ? 0 : (rows[at - pixelBytes] ?? 0);
      const above = y === 0 ? 0 : (rows[at - rowBytes] ?? 0);
      const corner = x < pixelBytes || y === 0 ? 0 : (rows[at - rowBytes - pixelBytes] ?? 0);
      rows[at] = (filtered[y * (rowBytes + 1) + 1 + x] ?? 0) + predict(filter, left, above, corner);
    }
  }
  return rows;
}

export function predict(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  return filter === 4 ? paeth(left, above, corner) : 0;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [byLeft, byAbove, byCorner] = [left, above, corner].map((value) => Math.abs(guess - value));
  if (Number(byLeft) <= Number(byAbove) && Number(byLeft) <= Number(byCorner)) return left;
  return Number(byAbove) <= Number(byCorner) ? above : corner;
}
