import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/uuid.ts';

/**
 * An id in the spelling that is stored.
 *
 * @throws {NotFoundError} for what cannot be anybody's id: the same answer as for an unknown one
 */
export function toKnownId(value: string): string {
  if (!isUuid(value)) throw new NotFoundError();
  return value.toLowerCase();
}
