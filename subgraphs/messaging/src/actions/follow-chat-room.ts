import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { wakeUpTopic } from '@moim/kit/events/wake-up.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import { followLog } from '@moim/kit/live/follow-log.ts';
import { startOf } from '@moim/kit/live/resume.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { messagePosted } from '@moim/schema/contracts/messaging.ts';
import { readRoomLog } from './read-room-logs.ts';
import { findLastSeq, findRoomLogAfter } from '../db/room-log.ts';
import type { Message } from '../domain/message.ts';
import type { Reader } from '../domain/reader.ts';

/** A removed member is let go within 5 s even if the wake-up is lost. */
const memberRecheckMs = 4_000;
/** The supergraph looks after its subscribers itself: only a lost wake-up is to be made good. */
const serviceRecheckMs = 15_000;

export interface FollowChatRoom {
  readonly reader: Reader;
  readonly roomId: string;
  /** Last seq that is known already; null to start with what comes next. */
  readonly afterSeq: number | null;
  readonly random: () => number;
}

/**
 * The room's timeline after the cursor, then live. Reads the primary: a wake-up may be ahead of a
 * replica.
 *
 * @throws {NotFoundError} when the reader may not see the room, at once or as soon as that changes
 * @throws {InvalidInputError} naming `afterSeq` for a cursor beyond the timeline
 */
export async function followChatRoom(
  { db, bus, now }: Pick<Services, 'db' | 'bus' | 'now'>,
  { reader, roomId, afterSeq: seenSeq, random }: FollowChatRoom,
): Promise<AsyncIterableIterator<Message, void>> {
  const id = toKnownId(roomId);
  return followLog(
    { bus, now, random },
    {
      topic: wakeUpTopic(messagePosted.aggregateType, id),
      recheckMs: reader.kind === 'service' ? serviceRecheckMs : memberRecheckMs,
      start: async () => startOf(seenSeq, visible(await findLastSeq(db.write, reader, id))),
      readAfter: async (afterSeq, limit) =>
        visible(
          reader.kind === 'service'
            ? await readRoomLog(db.write, { roomId: id, afterSeq, limit })
            : await findRoomLogAfter(db.write, reader, id, afterSeq, limit),
        ),
    },
  );
}

function visible<T>(value: T | null): T {
  if (value === null) throw new NotFoundError();
  return value;
}
