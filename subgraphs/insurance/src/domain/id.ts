import { InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';

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

/**
 * An id of something that should exist. One that cannot exist is answered like an unknown one.
 *
 * @throws {NotFoundError}
 */
export function toKnownId(value: string): string {
  if (!isId(value)) throw new NotFoundError();
  return value.toLowerCase();
}
