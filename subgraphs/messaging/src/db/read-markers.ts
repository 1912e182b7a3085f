import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { chatRoomMembers, chatRooms } from './tables.ts';

/** Sum over the member's rooms. */
export async function countUnread(db: ReadDb, memberId: string): Promise<number> {
  const [row] = await db
    .named('messaging.countUnread')
    .select({ unread: sql<number>`coalesce(sum(${chatRooms.lastSeq} - ${chatRoomMembers.readSeq}), 0)::int` })
    .from(chatRoomMembers)
    .innerJoin(chatRooms, eq(chatRooms.id, chatRoomMembers.roomId))
    .where(eq(chatRoomMembers.memberId, memberId));
  return row?.unread ?? 0;
}

interface ReadMark {
  readonly roomId: string;
  readonly memberId: string;
  readonly seq: number;
}

/** Moves the marker forward within the timeline; false when that leaves it where it is. */
export async function advanceReadMarker(tx: Tx, { roomId, memberId, seq }: ReadMark): Promise<boolean> {
  const moved = await tx
    .named('messaging.advanceReadMarker')
    .update(chatRoomMembers)
    .set({ readSeq: sql`greatest(${chatRoomMembers.readSeq}, ${seq})` })
    .from(chatRooms)
    .where(
      and(
        eq(chatRooms.id, chatRoomMembers.roomId),
        gte(chatRooms.lastSeq, seq),
        eq(chatRoomMembers.roomId, roomId),
        eq(chatRoomMembers.memberId, memberId),
        lt(chatRoomMembers.readSeq, seq),
      ),
    )
    .returning({ readSeq: chatRoomMembers.readSeq });
  return moved.length === 1;
}
