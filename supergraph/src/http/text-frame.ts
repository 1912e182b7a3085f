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
  const lengthBytes = bytes < 126 ? 0 : bytes < 65_536 ? 2 : 8;
  const at = 2 + lengthBytes;
  const frame = Buffer.allocUnsafe(at + bytes);
  frame[0] = finalText;
  frame[1] = lengthBytes === 0 ? bytes : lengthBytes === 2 ? 126 : 127;
  if (lengthBytes === 2) frame.writeUInt16BE(bytes, 2);
  if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(bytes), 2);
  frame.write(head, at, 'latin1');
  rest.copy(frame, at + head.length);
  return frame;
}
