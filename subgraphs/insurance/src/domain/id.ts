import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isId = (value: string): boolean => uuid.test(value);

/**
 * An id that the client made, in the form in which it is stored.
 *
 * @throws {InvalidInputError} naming `field` when it is no UUID
 */
export function toNewId(value: string, field: string): string {
  if (!isId(value)) throw new InvalidInputError(field, 'An id is a UUID that the client makes, version 7.');
  return value.toLowerCase();
}
