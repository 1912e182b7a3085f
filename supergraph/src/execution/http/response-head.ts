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
  const [statusLine = '', ...lines] = text.split('\r\n');
  const [, minor, digits] = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(statusLine) ?? [];
  if (digits === undefined) throw new MalformedResponseError('status line');
  const status = Number(digits);
  const { length, coding, connection, keptForS } = readFields(lines);
  const isKept = minor === '1' && !/(?:^|,)\s*close\s*(?:,|$)/i.test(connection);
  if (hasNoBody(status)) return { status, body: 0, isKept, keptForS };
  // Whoever says both may mean either: answers would get into the wrong hands.
  if (coding !== null && (length !== null || coding.toLowerCase() !== 'chunked'))
    throw new MalformedResponseError('transfer-encoding');
  const body = coding === null ? (length ?? 'close') : 'chunked';
  return { status, body, isKept: isKept && body !== 'close', keptForS };
}

const hasNoBody = (status: number): boolean => status < 200 || status === 204 || status === 304;

interface Fields {
  length: number | null;
  coding: string | null;
  connection: string;
  keptForS: number | null;
}

/** Of all fields those that say where the response ends, known by their lengths first: most are others. */
function readFields(lines: readonly string[]): Fields {
  const fields: Fields = { length: null, coding: null, connection: '', keptForS: null };
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new MalformedResponseError('field');
    if (colon === 10 || colon === 14 || colon === 17)
      readField(fields, line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
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
