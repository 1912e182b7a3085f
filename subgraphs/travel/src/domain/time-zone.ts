import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

/**
 * The name of the zone as the runtime writes it.
 *
 * @throws {InvalidInputError} naming `input.timeZone` for one that is not known
 */
export function toZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidInputError('input.timeZone', 'This is not a time zone, e.g. Asia/Seoul.');
  }
}
