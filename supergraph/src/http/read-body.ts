import type { IncomingMessage } from 'node:http';
import { refuse } from '../access/refusal.ts';

/** Milliseconds. */
export interface BodyTimes {
  /** Between two pieces; absent: for all of it. */
  readonly idleMs?: number;
}

const allMs = 30_000;

/**
 * The whole body, at most `maxBytes`. A sender that announces or sends more, or is too slow, is refused without
 * reading on.
 *
 * @throws {Refusal} LIMIT_EXCEEDED with status 413, TIMED_OUT with status 408
 */
export function readBody(
  request: IncomingMessage,
  maxBytes: number,
  { idleMs }: BodyTimes = {},
): Promise<Buffer> {
  const tooLarge = () => refuse('LIMIT_EXCEEDED', `The body is larger than ${maxBytes} bytes.`, 413);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge());
  if (request.destroyed && !request.readableEnded) return Promise.reject(gone());
  // By its events: iterating over a stream costs more than the rest of a small request's way in.
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => fail(refuse('TIMED_OUT', 'The body did not come.', 408)), idleMs ?? allMs);
    const onData = (part: Buffer) => {
      if (idleMs !== undefined) timer.refresh();
      bytes += part.length;
      parts.push(part);
      if (bytes > maxBytes) fail(tooLarge());
    };
    const fail = (error: Error) => {
      clearTimeout(timer);
      request.off('data', onData).pause();
      reject(error);
    };
    const leave = () => fail(gone());
    request
      .on('data', onData)
      .on('end', () => {
        clearTimeout(timer);
        request.off('close', leave);
        resolve(joined(parts));
      })
      .on('close', leave)
      .on('error', fail);
  });
}

const gone = () => refuse('BAD_USER_INPUT', 'The body ended before its end.');

function joined(parts: readonly Buffer[]): Buffer {
  const [only] = parts;
  return only && parts.length === 1 ? only : Buffer.concat(parts);
}
