import { countBy, firstHole } from './counting.ts';
import type { History } from './history.ts';

/** The inbox is where a repeated delivery shows: entries are numbered anew, so nothing absorbs it. */
export function* checkInboxes({ world, tables }: History): Generator<string> {
  for (const [memberId, rows] of Map.groupBy(tables.inboxEvents, (row) => row.memberId)) {
    const hole = firstHole(rows.map(({ seq }) => seq));
    if (hole) yield `inbox of ${memberId}: ${hole}`;
  }
  const entries = countBy(
    tables.inboxEvents.filter(({ messageSeq }) => messageSeq !== null),
    ({ memberId, roomId, messageSeq }) => `${memberId} ${roomId} ${messageSeq}`,
  );
  for (const [key, count] of entries)
    if (count > 1) yield `effect repeated: inbox entry ${key} stands ${count} times`;
  for (const { kind, memberId, roomId, seq } of tables.messages) {
    const told = [world.ownerId, ...(kind === 'MEMBER_LEFT' ? [memberId] : [])];
    for (const reader of told)
      if (!entries.has(`${reader} ${roomId} ${seq}`))
        yield `effect missing: ${reader} was not told of ${kind} ${roomId} ${seq}`;
  }
}
