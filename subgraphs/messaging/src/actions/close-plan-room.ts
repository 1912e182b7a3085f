import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertAuditLine } from '../db/audit-lines.ts';
import { deleteAllMembers } from '../db/chat-room-members.ts';
import { closeRoomOfPublication } from '../db/chat-rooms.ts';
import { insertInboxEvents } from '../db/inboxes.ts';
import { wakeInboxes } from './wake-inboxes.ts';

interface CalledOffPublication {
  readonly publicationId: string;
  readonly authorId: string;
  readonly eventId: string;
}

/**
 * Takes back the room of a publication that was called off. Everybody leaves at once, so that it is
 * in nobody's list; what was written in it stays stored, because nobody's words are deleted by a
 * failure elsewhere. Does nothing when there is no such room, or it is closed.
 */
export async function closePlanRoom(
  tx: Tx,
  services: Pick<Services, 'bus' | 'now' | 'newId'>,
  { publicationId, authorId, eventId }: CalledOffPublication,
): Promise<void> {
  const at = services.now();
  const roomId = await closeRoomOfPublication(tx, publicationId, at);
  if (roomId === null) return;
  const memberIds = await deleteAllMembers(tx, roomId);
  await insertAuditLine(tx, {
    ...{ id: services.newId(), at, action: 'ROOM_CLOSED', roomId, causeEventId: eventId },
    ...{ memberId: authorId, actorId: authorId },
  });
  const entries = await insertInboxEvents(tx, { kind: 'ROOM_LEFT', roomId, at }, memberIds);
  wakeInboxes(tx, services, entries);
}
