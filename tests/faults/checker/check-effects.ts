import { countBy } from './counting.ts';
import type { History } from './history.ts';
import type { LogRow } from './tables.ts';

interface Effect {
  readonly action: 'MEMBER_JOINED' | 'MEMBER_LEFT';
  readonly roomId: string;
  readonly memberId: string;
  readonly causeEventId: string | null;
}

/**
 * What each of identity's events must have done in messaging, replayed member by member: exactly
 * one row, one message, one event and one audit line for each room entered or left.
 */
export function* checkEffects(history: History): Generator<string> {
  const { world, tables } = history;
  const expected: Effect[] = [];
  for (const memberId of world.memberIds) {
    const inRooms = new Set<string>();
    const groups = new Set<string>();
    for (const event of tables.identityLog.filter(({ aggregateId }) => aggregateId === memberId))
      expected.push(...replay(world, event, groups, inRooms));
    for (const { id } of world.rooms)
      if (tables.roomMembers.has(`${id}/${memberId}`) !== inRooms.has(id))
        yield `${memberId} ${inRooms.has(id) ? 'is missing in' : 'is still in'} room ${id}`;
  }
  const caused = tables.auditLines.filter(({ causeEventId }) => causeEventId);
  yield* compare('audit line', expected.map(causeKey), caused.map(causeKey));
  yield* compareCounts(history, expected);
}

function* replay(
  world: History['world'],
  { eventId, name, payload }: LogRow,
  groups: Set<string>,
  inRooms: Set<string>,
): Generator<Effect> {
  if (name === 'identity.member-added.v1') groups.add(String(payload['groupId']));
  if (name === 'identity.member-removed.v1') groups.delete(String(payload['groupId']));
  for (const { id: roomId, groupIds } of world.rooms) {
    const isIn = groupIds.some((groupId) => groups.has(groupId));
    if (isIn === inRooms.has(roomId)) continue;
    if (isIn) inRooms.add(roomId);
    else inRooms.delete(roomId);
    const action = isIn ? 'MEMBER_JOINED' : 'MEMBER_LEFT';
    yield { action, roomId, memberId: String(payload['memberId']), causeEventId: eventId };
  }
}

const causeKey = ({ action, roomId, memberId, causeEventId }: Omit<Effect, 'action'> & { action: string }) =>
  [action, roomId, memberId, causeEventId].join(' ');

/** Messages and their events carry no cause; they are counted by room, member and kind. */
function* compareCounts({ tables }: History, expected: readonly Effect[]): Generator<string> {
  const due = expected.map(({ action, roomId, memberId }) => [action, roomId, memberId].join(' '));
  const messages = tables.messages
    .filter(({ kind }) => kind !== 'TEXT')
    .map(({ kind, roomId, memberId }) => [kind, roomId, memberId].join(' '));
  const events = tables.messagingLog
    .filter(({ payload }) => payload['kind'] !== 'TEXT')
    .map(({ payload }) => [payload['kind'], payload['roomId'], payload['memberId']].join(' '));
  yield* compare('message', due, messages);
  yield* compare('event', due, events);
}

function* compare(what: string, expected: readonly string[], found: readonly string[]): Generator<string> {
  const same = (key: string) => key;
  const [due, there] = [countBy(expected, same), countBy(found, same)];
  for (const [key, count] of due)
    if ((there.get(key) ?? 0) < count)
      yield `effect missing: ${count} due, ${there.get(key) ?? 0} there: ${what} ${key}`;
  for (const [key, count] of there)
    if ((due.get(key) ?? 0) < count)
      yield `effect repeated: ${due.get(key) ?? 0} due, ${count} there: ${what} ${key}`;
}
