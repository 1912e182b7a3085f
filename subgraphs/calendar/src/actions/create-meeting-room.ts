import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { ForbiddenError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { toNewId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type Equipment, findRequestOfMeetingRoom, insertMeetingRoom } from '../db/meeting-rooms.ts';
import { cleanLine } from '../domain/text.ts';
import { assertSameRequest, digestOf } from './request-digest.ts';

export interface CreateMeetingRoomInput {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  /** People, 1 to 10 000. */
  readonly capacity: number;
  readonly equipment?: readonly Equipment[];
}

/**
 * Only for administrators; the same request again answers the same id.
 *
 * @throws {ForbiddenError} for anybody else
 * @throws {InvalidInputError} naming the field that breaks a rule
 * @throws {ConflictError} when the id stands for another room
 */
export async function createMeetingRoom(
  { db, now }: Pick<Services, 'db' | 'now'>,
  viewer: Viewer,
  input: CreateMeetingRoomInput,
): Promise<string> {
  if (!viewer.roles.includes('ADMIN')) throw new ForbiddenError();
  const id = toNewId(input.id, 'input.id');
  const name = cleanLine(input.name, { field: 'input.name', maxLength: 80 });
  const place = cleanLine(input.place, { field: 'input.place', maxLength: 200 });
  const { capacity } = input;
  if (capacity < 1 || capacity > 10_000)
    throw new InvalidInputError('input.capacity', 'A room holds 1 to 10,000 people.');
  const equipment = [...new Set(input.equipment)].sort();
  const requestDigest = digestOf({ name, place, capacity, equipment });
  const room = { id, name, place, capacity, equipment, requestDigest, createdAt: now() };
  if (!(await insertMeetingRoom(db.write, room)))
    assertSameRequest(await findRequestOfMeetingRoom(db.write, id), requestDigest);
  return id;
}
