import type { Tx } from '@moim/kit/db/database.ts';
import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { type ClashSearch, findFreeRooms, findPersonalClashes, findRoomClashes } from '../db/clashes.ts';
import { lockMeetingRooms } from '../db/meeting-rooms.ts';
import { lockDecliners } from '../db/member-settings.ts';
import { EventClashError, type OccurrenceClash, overlapsItself } from '../domain/clash.ts';
import type { Occurrence } from '../domain/event.ts';

export interface Claim {
  readonly viewerId: string;
  readonly eventId: string;
  /** All that the event will have, and those of them that are new or have changed. */
  readonly occurrences: readonly Occurrence[];
  readonly changed: readonly Occurrence[];
  /** Whose own times are looked at. */
  readonly memberIds: readonly string[];
  readonly skipClashing: boolean;
}

export interface Claimed {
  /** Personal clashes: told, but not refused. */
  readonly clashes: readonly OccurrenceClash[];
  /** Original starts of the occurrences whose room is taken, to be left out. */
  readonly skipped: readonly Date[];
}

/**
 * Holds rooms and those who decline when busy until the transaction ends, and looks whether they
 * are free at all changed times.
 *
 * @throws {EventClashError} naming every clash, when a room is taken or a decliner busy
 * @throws {InvalidInputError} when the occurrences run into each other in one room
 */
export async function claimTimes(tx: Tx, claim: Claim): Promise<Claimed> {
  const { viewerId, eventId, occurrences, changed, memberIds, skipClashing } = claim;
  if (changed.length === 0) return { clashes: [], skipped: [] };
  if (overlapsItself(occurrences))
    throw new InvalidInputError('input.endsAt', 'The occurrences overlap each other in their room.');
  const decliners = new Set(await lockDecliners(tx, memberIds));
  await lockRooms(tx, changed);
  const search = { viewerId, occurrences: changed, exceptEventIds: [eventId] };
  const taken = await findRoomClashes(tx, search);
  if (taken.length > 0 && !skipClashing) throw await refusal(tx, search, taken);
  const skipped = startsOfClashes(changed, taken);
  const left = changed.filter(({ originalStartsAt }) => !skipped.has(originalStartsAt.getTime()));
  if (skipped.size === occurrences.length) throw await refusal(tx, search, taken);
  const clashes = await findPersonalClashes(tx, { ...search, occurrences: left }, memberIds);
  const refused = clashes.filter(({ memberId }) => memberId !== null && decliners.has(memberId));
  if (refused.length > 0) throw new EventClashError(refused, { field: 'input.startsAt' });
  return { clashes, skipped: [...skipped].map((at) => new Date(at)) };
}

async function lockRooms(tx: Tx, occurrences: readonly Occurrence[]): Promise<void> {
  const wanted = new Set(occurrences.flatMap(({ meetingRoomId }) => meetingRoomId ?? []));
  const found = await lockMeetingRooms(tx, [...wanted]);
  if (found.length < wanted.size)
    throw new InvalidInputError('input.meetingRoomId', 'There is no such meeting room.');
}

/** What is in the way, with the rooms that would be free instead. */
export async function refusal(
  tx: Pick<Tx, 'named'>,
  search: ClashSearch,
  taken: readonly OccurrenceClash[],
): Promise<EventClashError> {
  const roomId = taken[0]?.meetingRoomId;
  const freeRoomIds = roomId == null ? [] : await findFreeRooms(tx, search, roomId);
  return new EventClashError(taken, { freeRoomIds, field: 'input.meetingRoomId' });
}

function startsOfClashes(occurrences: readonly Occurrence[], taken: readonly OccurrenceClash[]): Set<number> {
  const clashing = new Set(taken.map(({ startsAt }) => startsAt.getTime()));
  const hit = occurrences.filter(
    ({ startsAt, meetingRoomId }) => meetingRoomId !== null && clashing.has(startsAt.getTime()),
  );
  return new Set(hit.map(({ originalStartsAt }) => originalStartsAt.getTime()));
}
