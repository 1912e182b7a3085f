import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { eventually } from '@moim/kit/events/eventually.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findKnownMembers } from '../db/membership-projection.ts';
import { maxAttendees } from '../domain/limits.ts';

/**
 * The members to invite, each once. Someone who signed up a moment ago may not have been heard of
 * here yet, and is waited for.
 *
 * @throws {InvalidInputError} naming `input.attendeeIds` for somebody who is no member
 */
export async function readPeople(
  { db }: Pick<Services, 'db'>,
  ids: readonly string[],
  organizerId: string,
): Promise<string[]> {
  const refuse = (why: string) => new InvalidInputError('input.attendeeIds', why);
  if (!ids.every(isUuid)) throw refuse('These are not all ids of members.');
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))].filter((id) => id !== organizerId);
  if (wanted.length > maxAttendees) throw refuse(`At most ${maxAttendees} members can be invited.`);
  if (wanted.length === 0) return [];
  await eventually(
    async () => (await findKnownMembers(db.read, wanted)).length === wanted.length,
    refuse('Somebody who is invited is no member.'),
  );
  return wanted;
}
