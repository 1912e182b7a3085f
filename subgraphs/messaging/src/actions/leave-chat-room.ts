import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { isThroughGroup } from '../db/chat-room-members.ts';
import { takeNextSeq } from '../db/chat-rooms.ts';
import { assertMayLeave } from '../domain/chat-room.ts';
import { memberReader } from '../domain/reader.ts';
import { catchUp } from './catch-up.ts';
import { endMembership } from './change-membership.ts';

/**
 * Ends the viewer's own membership; answers the room's id.
 *
 * @throws {NotFoundError} when the viewer is not in the room
 * @throws {ConflictError} for a direct room, and for a room that the viewer is in through a group
 * @throws {BehindError} when the viewer's memberships are not known yet
 */
export async function leaveChatRoom(services: Services, viewer: Viewer, input: { roomId: string }) {
  const { memberId } = viewer;
  const roomId = toKnownId(input.roomId);
  await catchUp(services, viewer);
  await services.db.write.transaction(async (tx) => {
    const at = services.now();
    const place = await takeNextSeq(tx, memberReader(memberId), roomId, at);
    if (!place) throw new NotFoundError();
    assertMayLeave({ kind: place.kind, isThroughGroup: await isThroughGroup(tx, roomId, memberId) });
    const change = { roomId, memberId, actorId: memberId, causeEventId: null };
    await endMembership(tx, services, { ...change, seq: place.seq, at });
  });
  return roomId;
}
