import type { IncomingMessage } from 'node:http';
import { refuse } from '../access/refusal.ts';

/**
 * The whole body, at most `maxBytes`. A sender that announces or sends more is refused without
 * reading on.
 *
 * @throws {Refusal} LIMIT_EXCEEDED with status 413
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => refuse('LIMIT_EXCEEDED', `The body is larger than ${maxBytes} bytes.`, 413);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of bytesOf(request)) {
    bytes += part.length;
    if (bytes > maxBytes) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function* bytesOf(request: IncomingMessage): AsyncGenerator<Buffer, void, void> {
  const chunks: AsyncIterable<unknown> = request;
  for await (const chunk of chunks) if (Buffer.isBuffer(chunk)) yield chunk;
}
