import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HttpResponse, ResponseReader } from './response-reader.ts';

const chunk = (part: string) => `${Buffer.byteLength(part).toString(16)};x=y\r\n${part}\r\n`;

/** The same answer said in every way that HTTP/1.1 has. */
const waysToSay: readonly ((parts: readonly string[]) => string)[] = [
  (parts) =>
    `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(parts.join(''))}\r\n\r\n${parts.join('')}`,
  (parts) =>
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${parts
      .filter((part) => part !== '')
      .map(chunk)
      .join('')}0\r\nx-trailer: 1\r\n\r\n`,
  (parts) =>
    `HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 500 \r\nCONTENT-LENGTH:${Buffer.byteLength(parts.join(''))}\r\n\r\n${parts.join('')}`,
];

function readInPieces(bytes: Buffer, cuts: readonly number[]): HttpResponse | null {
  const reader = new ResponseReader();
  const ends = [...cuts.map((cut) => cut % bytes.length), bytes.length].sort((one, other) => one - other);
  let [from, response]: [number, HttpResponse | null] = [0, null];
  for (const end of ends) {
    if (end === from) continue;
    expect(response).toBeNull();
    const piece = Buffer.from(bytes.subarray(from, end));
    response = reader.read(piece);
    if (!response) piece.fill(0); // as a socket does that reads into one buffer
    from = end;
  }
  return response;
}

describe('ResponseReader', () => {
  it.each(waysToSay)('reads a body of as many bytes as it may have, and no larger one: %#', (say) => {
    const bytes = Buffer.from(say(['12345', '67890']));
    expect(new ResponseReader(10).read(bytes)?.body.toString()).toBe('1234567890');
    expect(() => new ResponseReader(9).read(bytes)).toThrow('Response content exceeded max size');
  });

  it('reads the same wherever the network cuts it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 40 })),
        fc.constantFrom(...waysToSay),
        fc.array(fc.nat()),
        (parts, say, cuts) => {
          const response = readInPieces(Buffer.from(say(parts)), cuts);
          expect(response?.body.toString()).toBe(Buffer.from(parts.join('')).toString());
          expect(response?.hasMore).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('notices what comes behind it', () => {
    const bytes = Buffer.from('HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\n');
    expect(new ResponseReader().read(bytes)).toMatchObject({ head: { status: 204 }, hasMore: true });
  });

  it.each([
    ['a chunk of a negative size', 'transfer-encoding: chunked\r\n\r\n-1\r\n'],
    ['a chunk longer than it says', 'transfer-encoding: chunked\r\n\r\n1\r\nabc\r\n'],
    ['a coding that nobody asked for', 'transfer-encoding: gzip, chunked\r\n\r\n'],
    ['chunks said twice', 'transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['a length that is no number', 'content-length: +1\r\n\r\n1'],
    ['a line that is no field', 'nothing\r\n\r\n'],
    ['a field without a name', ': 1\r\n\r\n'],
  ])('refuses %s', (_, rest) => {
    expect(() => new ResponseReader().read(Buffer.from(`HTTP/1.1 200 OK\r\n${rest}`))).toThrow('malformed');
  });

  it('ends a body without a length with its connection', () => {
    const reader = new ResponseReader();
    expect(reader.read(Buffer.from('HTTP/1.1 200 OK\r\n\r\n{'))).toBeNull();
    expect(reader.read(Buffer.from('}'))).toBeNull();
    expect(reader.end()?.body.toString()).toBe('{}');
    expect(reader.end()?.head.isKept).toBe(false);
  });
});
