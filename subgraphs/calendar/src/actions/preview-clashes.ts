import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findFreeRooms, findPersonalClashes, findRoomClashes } from '../db/clashes.ts';
import type { OccurrenceClash } from '../domain/clash.ts';
import { catchUp } from './catch-up.ts';
import { readLink, readRule } from './create-event.ts';
import { materialise } from './materialise.ts';
import { readPeople } from './read-people.ts';
import { assertRoomExists } from './read-room.ts';
import { readTiming, type TimingInput } from './read-timing.ts';

export interface EventDraft extends TimingInput {
  /** Left out of the comparison when an existing event is moved. */
  readonly eventId?: string | null | undefined;
  readonly recurrenceRule?: string | null | undefined;
  readonly attendeeIds?: readonly string[];
  readonly meetingRoomId?: string | null | undefined;
}

export interface ClashReport {
  readonly occurrenceCount: number;
  readonly clashes: readonly OccurrenceClash[];
  readonly freeRoomIds: readonly string[];
}

/**
 * What saving would clash with now, by occurrence; nothing is held.
 *
 * @throws {InvalidInputError} naming the field that breaks a rule
 */
export async function previewClashes(
  services: Services,
  viewer: Viewer,
  draft: EventDraft,
): Promise<ClashReport> {
  const { db, now } = services;
  const { memberId } = viewer;
  const timing = readTiming(draft, 'draft');
  const meetingRoomId = readLink(draft.meetingRoomId, 'draft.meetingRoomId');
  const exceptId = readLink(draft.eventId, 'draft.eventId');
  const rule = { recurrenceRule: readRule(draft.recurrenceRule), rdates: [], exdates: [], overrides: [] };
  const { occurrences } = materialise({ ...timing, ...rule, meetingRoomId }, now());
  await catchUp(services, viewer);
  await assertRoomExists(services, meetingRoomId);
  const attendeeIds = await readPeople(services, draft.attendeeIds ?? [], memberId);
  const exceptEventIds = exceptId === null ? [] : [exceptId];
  const search = { viewerId: memberId, occurrences, exceptEventIds };
  const rooms = await findRoomClashes(db.read, search);
  const people = await findPersonalClashes(db.read, search, [memberId, ...attendeeIds]);
  const needsOther = rooms.length > 0 && meetingRoomId !== null;
  const freeRoomIds = needsOther ? await findFreeRooms(db.read, search, meetingRoomId) : [];
  return { occurrenceCount: occurrences.length, clashes: [...rooms, ...people], freeRoomIds };
}
