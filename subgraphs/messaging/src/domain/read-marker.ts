import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

/** Messages after the read marker; the own ones are read by sending them. */
export const unreadOf = ({ lastSeq, readSeq }: { lastSeq: number; readSeq: number }): number =>
  lastSeq - readSeq;

/** @throws {InvalidInputError} when nothing can stand at this place of a timeline */
export function assertReadable(seq: number): void {
  if (seq < 0) throw new InvalidInputError('input.seq', 'A place in a timeline is 0 or more.');
}

/** The marker would stand beyond the room's last message. */
export class UnwrittenError extends InvalidInputError {
  constructor() {
    super('input.seq', 'The room has no message at this place yet.');
  }
}
