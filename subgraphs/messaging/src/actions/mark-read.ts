import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertInboxEvents } from '../db/inboxes.ts';
import { advanceReadMarker } from '../db/read-markers.ts';
import { findLastSeq } from '../db/room-log.ts';
import { assertReadable, UnwrittenError } from '../domain/read-marker.ts';
import { memberReader } from '../domain/reader.ts';
import { catchUp } from './catch-up.ts';
import { wakeInboxes } from './wake-inboxes.ts';

export interface MarkReadInput {
  readonly roomId: string;
  /** Last message that was read; one that was read before changes nothing. */
  readonly seq: number;
}

/**
 * Moves the viewer's read marker forward and tells their other devices.
 *
 * @throws {InvalidInputError} naming `input.seq` when it lies beyond the last message
 * @throws {NotFoundError} when the viewer is not in the room
 * @throws {BehindError} when the viewer's memberships are not known yet
 */
export async function markRead(services: Services, viewer: Viewer, input: MarkReadInput): Promise<void> {
  assertReadable(input.seq);
  const mark = { memberId: viewer.memberId, roomId: toKnownId(input.roomId), seq: input.seq };
  await catchUp(services, viewer);
  const isMoved = await services.db.write.transaction(async (tx) => {
    if (!(await advanceReadMarker(tx, mark))) return false;
    const event = { kind: 'ROOM_READ' as const, roomId: mark.roomId, at: services.now() };
    wakeInboxes(tx, services, await insertInboxEvents(tx, event, [mark.memberId]));
    return true;
  });
  if (isMoved) return;

  const lastSeq = await findLastSeq(services.db.write, memberReader(mark.memberId), mark.roomId);
  if (lastSeq === null) throw new NotFoundError();
  if (mark.seq > lastSeq) throw new UnwrittenError();
}
