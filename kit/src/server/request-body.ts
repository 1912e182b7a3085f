import type { IncomingMessage } from 'node:http';
import { InvalidInputError } from '../errors/domain-error.ts';

/** Of what one of our processes asks another; representations of a large answer's entities take some megabytes. */
const maxBodyBytes = 32 * 1024 * 1024;

/**
 * The body of a request, read to its end.
 *
 * @throws {InvalidInputError} it is too long; the rest of it is not read
 * @throws {Error} when its sender leaves before
 */
export function readBody(request: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) return void chunks.push(chunk);
    request.pause();
    chunks.length = 0;
    reject(new InvalidInputError('body', `The body is larger than ${maxBodyBytes} bytes.`));
  });
  request.on('end', () =>
    resolve((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString() ?? ''),
  );
  request.on('error', reject);
  return promise;
}

/** @throws {InvalidInputError} it is none */
export function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new InvalidInputError('body', 'The body must be JSON.');
  }
}
