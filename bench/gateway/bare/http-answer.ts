const endOfHead = Buffer.from('\r\n\r\n');
const endOfChunks = Buffer.from('0\r\n\r\n');

/** An answer of HTTP/1.1 as it came over the wire. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** The answer that the bytes are; null while some of it is missing. One answer at a time: nothing comes behind it. */
export function readAnswer(bytes: Buffer): HttpAnswer | null {
  const end = bytes.indexOf(endOfHead);
  if (end === -1) return null;
  const head = bytes.toString('latin1', 0, end);
  const rest = bytes.subarray(end + endOfHead.length);
  const status = Number(head.slice(9, 12));
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
  if (length !== undefined) return rest.length < Number(length) ? null : { status, body: rest };
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return { status, body: rest };
  return rest.subarray(-endOfChunks.length).equals(endOfChunks) ? { status, body: unchunk(rest) } : null;
}

function unchunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
