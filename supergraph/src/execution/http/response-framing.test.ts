import { describe, expect, it } from 'vitest';
import { ResponseReader } from './response-reader.ts';

const read = (...parts: readonly string[]) => {
  const reader = new ResponseReader();
  let response = null;
  for (const part of parts) response = reader.read(Buffer.from(part, 'latin1'));
  return response ?? reader.end();
};
const ok = (...fields: readonly string[]) => ['HTTP/1.1 200 OK', ...fields, '', ''].join('\r\n');
const chunks = 'transfer-encoding: chunked';

/** Where a response ends, whatever its server says of it (RFC 9112 §6.3). What could be read in two ways is refused. */
describe('the framing of a response', () => {
  it.each([
    ['a length', `${ok('content-length: 2')}{}`, '{}', true],
    ['a length of nothing', ok('content-length: 0'), '', true],
    ['a length with blanks around it', `${ok('content-length: \t2 \t')}{}`, '{}', true],
    ['chunks', `${ok(chunks)}2\r\n{}\r\n0\r\n\r\n`, '{}', true],
    [
      'chunks in capitals',
      `${ok('Transfer-Encoding: CHUNKED')}A\r\n0123456789\r\n0\r\n\r\n`,
      '0123456789',
      true,
    ],
    ['no chunk at all', `${ok(chunks)}0\r\n\r\n`, '', true],
    ['trailers', `${ok(chunks)}2;a=b\r\n{}\r\n0\r\nx-sum: 1\r\ny:\r\n\r\n`, '{}', true],
    ['neither', `${ok('x: y')}{}`, '{}', false],
    ['no field', `${ok()}{}`, '{}', false],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\n{}', '{}', false],
    ['a reason of other letters', 'HTTP/1.1 200 d\xe9j\xe0\r\ncontent-length: 0\r\n\r\n', '', true],
    ['no reason', 'HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n', '', true],
    ['an interim response', `HTTP/1.1 100 Continue\r\n\r\n${ok('content-length: 2')}{}`, '{}', true],
    [
      'several',
      `HTTP/1.1 102 x\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${ok('content-length: 0')}`,
      ...(['', true] as const),
    ],
    [
      'an interim one with a length',
      `HTTP/1.1 103 x\r\ncontent-length: 9\r\n\r\n${ok('content-length: 0')}`,
      '',
      true,
    ],
    ['204, with a length', 'HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\n', '', true],
    ['204, with chunks', `HTTP/1.1 204 No Content\r\n${chunks}\r\n\r\n`, '', true],
    ['304, with the length of what it stands for', 'HTTP/1.1 304 x\r\ncontent-length: 99\r\n\r\n', '', true],
    ['205', 'HTTP/1.1 205 Reset Content\r\ncontent-length: 0\r\n\r\n', '', true],
    ['close among others', ok('connection: x, Close', 'content-length: 0'), '', false],
    ['close in a field of its own', ok('connection: x', 'connection: close', 'content-length: 0'), '', false],
  ])('is known from %s', (_, bytes, body, isKept) => {
    expect(read(bytes)).toMatchObject({ head: { isKept }, hasMore: false });
    expect(read(bytes)?.body.toString()).toBe(body);
    expect(read(...bytes)?.body.toString()).toBe(body);
  });

  it.each([
    ['both', `${ok('content-length: 2', chunks)}2\r\n{}\r\n0\r\n\r\n`],
    ['both, the other way round', `${ok(chunks, 'content-length: 2')}2\r\n{}\r\n0\r\n\r\n`],
    [
      'both, one with a blank before the colon',
      `${ok('content-length: 2', 'transfer-encoding : chunked')}{}`,
    ],
    ['a length with a blank before the colon', `${ok('content-length : 2')}{}`],
    ['a length in a line that goes on', `${ok('x: 1', ' content-length: 2')}{}`],
    ['a length that goes on', `${ok('content-length: 1', '\t0')}{}`],
    ['a length behind a line feed of its own', `${ok('x: y\ncontent-length: 2')}{}`],
    ['a length behind a carriage return of its own', `${ok('x: y\rcontent-length: 2')}{}`],
    ['a length behind a line feed in the first line', 'HTTP/1.1 200 O\ncontent-length: 2\r\n\r\n{}'],
    ['two lengths that differ', `${ok('content-length: 1', 'content-length: 2')}{}`],
    ['two that are equal', `${ok('content-length: 2', 'content-length: 2')}{}`],
    ['a list of them', `${ok('content-length: 2, 2')}{}`],
    ['an empty one', `${ok('content-length:')}{}`],
    ['a negative one', `${ok('content-length: -1')}{}`],
    ['one with a sign', `${ok('content-length: +2')}{}`],
    ['one in hexadecimal', `${ok('content-length: 0x2')}{}`],
    ['one beyond all numbers', `${ok('content-length: 9999999999999999')}{}`],
    ['chunks behind a blank that is none', `${ok('transfer-encoding: \x0bchunked')}0\r\n\r\n`],
    ['chunks in front of one', `${ok('transfer-encoding: chunked\xa0')}0\r\n\r\n`],
    ['chunks twice in a list', `${ok('transfer-encoding: chunked, chunked')}0\r\n\r\n`],
    ['a coding that is no chunks', `${ok('transfer-encoding: identity')}{}`],
    ['chunks in HTTP/1.0', `HTTP/1.0 200 OK\r\n${chunks}\r\n\r\n0\r\n\r\n`],
    ['a name with a zero byte', `${ok('a\0b: 1')}{}`],
    ['a value with a zero byte', `${ok('a: b\0')}{}`],
    ['a name with a blank', `${ok('a b: 1')}{}`],
    ['a chunk without a size', `${ok(chunks)}\r\n{}`],
    ['a size with a sign', `${ok(chunks)}+2\r\n{}\r\n0\r\n\r\n`],
    ['a size behind a blank', `${ok(chunks)} 2\r\n{}\r\n0\r\n\r\n`],
    ['a size like a number of JavaScript', `${ok(chunks)}0x2\r\n{}\r\n0\r\n\r\n`],
    ['a size of too many digits', `${ok(chunks)}000000002\r\n{}\r\n0\r\n\r\n`],
    ['a line feed of its own behind a size', `${ok(chunks)}2\n{}\r\n0\r\n\r\n`],
    ['a line feed of its own in what is said of a chunk', `${ok(chunks)}2;\n\r\n{}\r\n0\r\n\r\n`],
    ['a chunk that is longer than it says', `${ok(chunks)}1\r\n{}\r\n0\r\n\r\n`],
    ['a chunk that ends with a line feed alone', `${ok(chunks)}2\r\n{}\n0\r\n\r\n\r\n`],
    ['a trailer that is no field', `${ok(chunks)}0\r\nHTTP/1.1 200 OK\r\n\r\n`],
    ['another version', 'HTTP/2.0 200 OK\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a status that there is not', 'HTTP/1.1 099 x\r\n\r\n'],
    ['a status beyond all', 'HTTP/1.1 600 x\r\n\r\n'],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n'],
    ['a blank line in front', `\r\n${ok('content-length: 0')}`],
  ])('is refused with %s', (_, bytes) => {
    expect(() => read(bytes)).toThrow('malformed');
  });

  it.each([
    ['a head', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(16_400)}`],
    ['interim responses without end', 'HTTP/1.1 102 x\r\n\r\n'.repeat(1_000)],
    ['what is said of one chunk', `${ok(chunks)}1;${'y'.repeat(16_400)}`],
    ['what is said of all chunks', `${ok(chunks)}${`1;${'y'.repeat(100)}\r\n1\r\n`.repeat(200)}`],
    ['trailers without end', `${ok(chunks)}0\r\n${`x: ${'y'.repeat(90)}\r\n`.repeat(200)}`],
  ])('does not wait for the end of %s', (_, bytes) => {
    expect(() => read(bytes)).toThrow('malformed');
  });

  it('lets a body have as many chunks as it likes', () => {
    expect(read(`${ok(chunks)}${'1\r\n1\r\n'.repeat(20_000)}0\r\n\r\n`)?.body).toHaveLength(20_000);
  });
});
