import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { Reader } from '../domain/reader.ts';

/** True in SQL where the reader may see the room; stands in the predicate of every read. */
export function mayRead(reader: Reader, roomId: SQLWrapper): SQL {
  if (reader.kind === 'service') return sql`true`;
  return sql`exists (
    select from messaging.chat_room_members as reader
    where reader.room_id = ${roomId} and reader.member_id = ${reader.memberId}
  )`;
}
