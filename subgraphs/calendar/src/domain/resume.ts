import { DomainError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';

/**
 * The cursor to start after: the one asked for, or the end of the log.
 *
 * @throws {InvalidInputError} for a cursor that no reader of this log can have
 */
export function startOf(afterSeq: number | null | undefined, lastSeq: number): number {
  if (afterSeq == null) return lastSeq;
  if (afterSeq < 0 || afterSeq > lastSeq)
    throw new InvalidInputError('afterSeq', 'This cursor is from the future.');
  return afterSeq;
}

/** Rows right after the cursor are gone: load a fresh page and start from its end. */
export class ResyncRequiredError extends DomainError {
  constructor() {
    super('RESYNC_REQUIRED', 'What follows this cursor is no longer kept; load a fresh page.');
  }
}
