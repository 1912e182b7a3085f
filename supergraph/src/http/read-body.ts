import type { IncomingMessage } from 'node:http';
import { refuse } from '../access/refusal.ts';

/**
 * The whole body, at most `maxBytes`. A sender that announces or sends more is refused without
 * reading on.
 *
 * @throws {Refusal} LIMIT_EXCEEDED with status 413
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => refuse('LIMIT_EXCEEDED', `The body is larger than ${maxBytes} bytes.`, 413);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge());
  // By its events: iterating over a stream costs more than the rest of a small request's way in.
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const onData = (part: Buffer) => {
      bytes += part.length;
      parts.push(part);
      if (bytes > maxBytes) fail(tooLarge());
    };
    const fail = (error: Error) => {
      request.off('data', onData).pause();
      reject(error);
    };
    request
      .on('data', onData)
      .on('end', () => resolve(joined(parts)))
      .on('error', reject);
  });
}

function joined(parts: readonly Buffer[]): Buffer {
  const [only] = parts;
  return only && parts.length === 1 ? only : Buffer.concat(parts);
}
