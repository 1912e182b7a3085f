/** RFC 6455 §5.2: a whole message of text, which a server does not mask. */
const finalText = 0x81;

const ping = 0x89;

/** What a ping asks to be answered with, and the whole of it as it goes over the wire. */
export interface Ping {
  readonly bytes: Buffer;
  readonly frame: Buffer;
}

/** @param bytes - of its payload: no more than 125 */
export const pingWith = (bytes: Buffer): Ping => ({
  bytes,
  frame: Buffer.concat([Buffer.of(ping, bytes.length), bytes]),
});

/**
 * One message of text as it goes over the wire. What is the same for many is given as bytes, and copied.
 *
 * @param head - ASCII that begins it
 * @param rest - UTF-8 that it ends with
 */
export function textFrame(head: string, rest: Buffer): Buffer {
  const bytes = head.length + rest.length;
  const at = headBytes(bytes);
  const frame = Buffer.allocUnsafe(at + bytes);
  writeHead(frame, bytes);
  frame.write(head, at, 'latin1');
  rest.copy(frame, at + head.length);
  return frame;
}

/** What comes before a message of text of so many bytes, where these are not copied into a frame. */
export function textFrameHead(bytes: number): Buffer {
  const head = Buffer.allocUnsafe(headBytes(bytes));
  writeHead(head, bytes);
  return head;
}

const headBytes = (bytes: number): number => 2 + (bytes < 126 ? 0 : bytes < 65_536 ? 2 : 8);

function writeHead(frame: Buffer, bytes: number): void {
  frame[0] = finalText;
  if (bytes < 126) frame[1] = bytes;
  else if (bytes < 65_536) {
    frame[1] = 126;
    frame.writeUInt16BE(bytes, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(bytes), 2);
  }
}
