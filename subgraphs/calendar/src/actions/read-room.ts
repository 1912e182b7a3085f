import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findMeetingRooms } from '../db/meeting-rooms.ts';

/** @throws {InvalidInputError} naming `input.meetingRoomId` when there is no such room */
export async function assertRoomExists({ db }: Pick<Services, 'db'>, roomId: string | null): Promise<void> {
  if (roomId !== null && (await findMeetingRooms(db.write, [roomId])).length === 0)
    throw new InvalidInputError('input.meetingRoomId', 'There is no such meeting room.');
}
