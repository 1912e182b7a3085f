/** What the first lines of an HTTP/1.1 response say of its body and of its connection (RFC 9112). */
export interface ResponseHead {
  readonly status: number;
  /** Bytes; `chunked`: in pieces that say their lengths; `close`: all until the connection ends. */
  readonly body: number | 'chunked' | 'close';
  /** False: the server ends the connection behind this response. */
  readonly isKept: boolean;
  /** Seconds that the server keeps it when it is idle; null: it does not say. */
  readonly keptForS: number | null;
}

/** What came is no HTTP/1.1 response, or could be read in two ways. */
export class MalformedResponseError extends Error {
  constructor(what: string) {
    super(`malformed HTTP response: ${what}`);
  }
}

/** @throws {MalformedResponseError} */
export function readHead(text: string): ResponseHead {
  const { status, isOld, end } = readStatus(text);
  assertFields(text, end);
  const { length, coding, connection, keptForS } = readFields(text, end + lineEnd.length);
  const isKept = !isOld && !/(?:^|,)\s*close\s*(?:,|$)/i.test(connection);
  if (hasNoBody(status)) return { status, body: 0, isKept, keptForS };
  // Whoever says both may mean either: answers would get into the wrong hands. HTTP/1.0 has no chunks.
  if (coding !== null && (isOld || length !== null || coding.toLowerCase() !== 'chunked'))
    throw new MalformedResponseError('transfer-encoding');
  const body = coding === null ? (length ?? 'close') : 'chunked';
  return { status, body, isKept: isKept && body !== 'close', keptForS };
}

const lineEnd = '\r\n';
/** How nearly all of them begin. */
const success = 'HTTP/1.1 200 OK\r\n';

const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;

/**
 * Fields to the end, each behind a line end: a name without a blank, and a value in one line. What is left out, a line
 * feed of its own, a blank before the colon, a line that goes on, others read in another way.
 */
const wellFormed = /(?:\r\n[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*)*$/y;

/** @throws {MalformedResponseError} */
export function assertFields(text: string, from = 0): void {
  wellFormed.lastIndex = from;
  if (!wellFormed.test(text)) throw new MalformedResponseError('field');
}

/** `isOld`: HTTP/1.0; `end`: of the line. */
function readStatus(text: string): {
  readonly status: number;
  readonly isOld: boolean;
  readonly end: number;
} {
  if (text.startsWith(success)) return { status: 200, isOld: false, end: success.length - lineEnd.length };
  const end = endOfLine(text, 0);
  const [, minor, digits] = statusLine.exec(text.slice(0, end)) ?? [];
  if (digits === undefined) throw new MalformedResponseError('status line');
  return { status: Number(digits), isOld: minor === '0', end };
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf(lineEnd, start);
  return end === -1 ? text.length : end;
}

const hasNoBody = (status: number): boolean => status < 200 || status === 204 || status === 304;

interface Fields {
  length: number | null;
  coding: string | null;
  connection: string;
  keptForS: number | null;
}

/** What may stand around a value; `trim` takes more. */
const blanks = /^[ \t]+|[ \t]+$/g;

/** Of all fields those that say where the response ends, known by their lengths first: most are others. */
function readFields(text: string, from: number): Fields {
  const fields: Fields = { length: null, coding: null, connection: '', keptForS: null };
  for (let start = from, end; start <= text.length; start = end + lineEnd.length) {
    end = endOfLine(text, start);
    const colon = text.indexOf(':', start);
    const nameLength = colon - start;
    if (nameLength === 10 || nameLength === 14 || nameLength === 17)
      readField(
        fields,
        text.slice(start, colon).toLowerCase(),
        text.slice(colon + 1, end).replace(blanks, ''),
      );
  }
  return fields;
}

function readField(fields: Fields, name: string, value: string): void {
  switch (name) {
    case 'content-length':
      if (!/^\d{1,15}$/.test(value) || fields.length !== null)
        throw new MalformedResponseError('content-length');
      fields.length = Number(value);
      return;
    case 'transfer-encoding':
      fields.coding = fields.coding === null ? value : `${fields.coding}, ${value}`;
      return;
    case 'connection':
      fields.connection += `,${value}`;
      return;
    case 'keep-alive': {
      const [, seconds] = /(?:^|,)\s*timeout=(\d{1,9})/i.exec(value) ?? [];
      if (seconds !== undefined) fields.keptForS = Number(seconds);
    }
  }
}
