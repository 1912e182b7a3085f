import { createHash } from 'node:crypto';
import { ConflictError } from '@moim/kit/errors/domain-error.ts';

/** Tells a retry from another request with the same id. */
export const digestOf = (request: unknown): string =>
  createHash('sha256').update(JSON.stringify(request)).digest('base64url');

/** @throws {ConflictError} when the stored request was another one */
export function assertSameRequest(stored: string | null, asked: string): void {
  if (stored !== asked) throw new ConflictError('This id already stands for something else; make a new one.');
}
