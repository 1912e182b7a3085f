import { validate } from 'uuid';
import { InvalidInputError, NotFoundError } from '../errors/domain-error.ts';

/** Any RFC 9562 UUID, in upper or lower case. A value that is none never reaches SQL. */
export const isUuid = (value: string): boolean => validate(value);

/**
 * An id that the client made, in the form in which it is stored.
 *
 * @throws {InvalidInputError} naming `field` when it is no UUID
 */
export function toNewId(value: string, field: string): string {
  if (!isUuid(value)) throw new InvalidInputError(field, 'An id is a UUID that the client makes, version 7.');
  return value.toLowerCase();
}

/**
 * An id of something that should exist. One that cannot exist is answered like an unknown one.
 *
 * @throws {NotFoundError} naming `field`, if there is one
 */
export function toKnownId(value: string, field?: string): string {
  if (!isUuid(value)) throw new NotFoundError(undefined, field);
  return value.toLowerCase();
}
