import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';

interface TimedKey {
  readonly at: Date;
  readonly id: string;
}

export const timedKey = ({ at, id }: TimedKey): string => `${at.toISOString()} ${id}`;

/** @throws {InvalidInputError} for a cursor of another list */
export function toTimedKey(key: string | null): TimedKey | null {
  if (key === null) return null;
  const [instant = '', id = ''] = key.split(' ');
  const at = new Date(instant);
  if (Number.isNaN(at.getTime()) || !isUuid(id))
    throw new InvalidInputError('after', 'This is not a cursor of this list.');
  return { at, id };
}
