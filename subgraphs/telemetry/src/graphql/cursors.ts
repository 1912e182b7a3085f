import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { SessionListKey } from '../db/parking-sessions.ts';

const notACursor = () => new InvalidInputError('after', 'This is not a cursor of this list.');

export const sessionListKey = ({ startedAt, id }: SessionListKey): string =>
  `${startedAt.toISOString()} ${id}`;

/** @throws {InvalidInputError} for a cursor of another list */
export function toSessionListKey(key: string | null): SessionListKey | null {
  if (key === null) return null;
  const [instant = '', id = ''] = key.split(' ');
  const startedAt = new Date(instant);
  if (Number.isNaN(startedAt.getTime()) || !isUuid(id)) throw notACursor();
  return { startedAt, id };
}

/** @throws {InvalidInputError} for a cursor of another list */
export function toAlertSeq(key: string | null): number {
  if (key === null) return 0;
  if (!/^[1-9]\d{0,8}$/.test(key)) throw notACursor();
  return Number(key);
}
