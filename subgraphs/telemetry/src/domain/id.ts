import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';

/**
 * An id in the form in which it is stored.
 *
 * @throws {InvalidInputError} naming `field` when it is no UUID
 */
export function toId(value: string, field: string): string {
  if (!isUuid(value)) throw new InvalidInputError(field, 'An id is a UUID.');
  return value.toLowerCase();
}
