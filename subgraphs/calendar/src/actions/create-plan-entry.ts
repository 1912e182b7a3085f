import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { planEntryCreated, planEntryRefused } from '@moim/schema/contracts/calendar.ts';
import { findRequestOfEvent, lockAnyEvent, type EventRow } from '../db/events.ts';
import { findKnownMembers } from '../db/membership-projection.ts';
import { lockPlanEntry, savePlanEntry } from '../db/plan-entries.ts';
import { EventClashError } from '../domain/clash.ts';
import { midnightOf, addSeconds, spanOf, startOfDay, isZone } from '../ports/zones.ts';
import { cancelWhole } from './cancel-event.ts';
import { claimTimes } from './claim-times.ts';
import { insertWhole } from './create-event.ts';
import { materialise } from './materialise.ts';
import { ensurePersonalCalendar } from './personal-calendar.ts';
import { readTiming } from './read-timing.ts';

/** What travel asks for: an all-day entry under an id that it has made already. */
export interface PlanEntryRequest {
  readonly publicationId: string;
  readonly planId: string;
  readonly authorId: string;
  readonly companionIds: readonly string[];
  readonly title: string;
  /** Made by the same publication, or there before. */
  readonly chatRoomId: string | null;
  readonly existingChatRoomId: string | null;
  readonly calendarEventId: string;
  /** First and last day, `2026-11-21`. */
  readonly travelOn: string;
  readonly untilOn: string;
  readonly timeZone: string;
}

type Refusal = 'BUSY' | 'INVALID' | 'MEMBER_WITHDRAWN';

/** Writes the entry and says so, or says why not; a repeated request changes nothing. */
export async function createPlanEntry(tx: Tx, services: Services, request: PlanEntryRequest): Promise<void> {
  const { publicationId, planId, authorId, companionIds, calendarEventId: eventId } = request;
  if (await lockPlanEntry(tx, publicationId)) return;
  const known = new Set(await findKnownMembers(tx, [authorId, ...companionIds]));
  const event = known.has(authorId) ? await draftEntry(tx, services, request) : null;
  const reason = known.has(authorId) ? await findRefusal(tx, services, event) : 'MEMBER_WITHDRAWN';
  const at = services.now();
  if (reason !== null || !event) {
    await savePlanEntry(tx, publicationId, { planId, eventId: null, status: 'REFUSED', at });
    return answer(tx, services, { publicationId, planId, refused: reason ?? 'INVALID' });
  }
  const attendeeIds = companionIds.filter((id) => known.has(id) && id !== authorId);
  const plan = { event, attendeeIds, minutesBefore: [], skipClashing: false, claimFor: [authorId] };
  await insertWhole(tx, services, plan);
  await savePlanEntry(tx, publicationId, { planId, eventId, status: 'CREATED', at });
  return answer(tx, services, { publicationId, planId, calendarEventId: eventId });
}

/** The publication came to nothing: its entry is taken back, if there was one. */
export async function cancelPlanEntry(
  tx: Tx,
  services: Services,
  { publicationId, planId, authorId }: Pick<PlanEntryRequest, 'publicationId' | 'planId' | 'authorId'>,
): Promise<void> {
  const entry = await lockPlanEntry(tx, publicationId);
  const cancelled = { planId, eventId: entry?.eventId ?? null, status: 'CANCELLED' as const };
  await savePlanEntry(tx, publicationId, { ...cancelled, at: services.now() });
  if (entry?.status !== 'CREATED' || entry.eventId === null) return;
  const event = await lockAnyEvent(tx, entry.eventId);
  if (event && !event.isCancelled) await cancelWhole(tx, services, event, authorId);
}

const dayS = 86_400;

/** Null for days that are none. */
async function draftEntry(tx: Tx, services: Services, request: PlanEntryRequest): Promise<EventRow | null> {
  const { authorId, calendarEventId: id, travelOn, untilOn, timeZone, title } = request;
  const chatRoomId = request.chatRoomId ?? request.existingChatRoomId;
  if (!isZone(timeZone) || untilOn < travelOn) return null;
  const startsAt = startOfDay(travelOn, timeZone);
  const endsAt = startOfDay(addSeconds(midnightOf(untilOn), dayS), timeZone);
  try {
    const timing = readTiming({ startsAt, endsAt, timeZone, isAllDay: true });
    const at = services.now();
    const calendarId = await ensurePersonalCalendar(tx, services, authorId);
    return {
      ...{ id, calendarId, organizerId: authorId, uid: id, title, description: null, location: null },
      ...{ ...timing, ...spanOf(timing, timing), recurrenceRule: null, rdates: [], exdates: [] },
      ...{ materialisedUntil: null, blocksTime: true, isCancelled: false, version: 1, lastSeq: 0 },
      ...{ meetingRoomId: null, chatRoomId, splitFrom: null, extra: [] },
      ...{ requestDigest: `plan:${request.publicationId}`, createdAt: at, updatedAt: at },
    };
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}

/** Looked at before anything is written: what a consumer has written cannot be taken back alone. */
async function findRefusal(tx: Tx, { now }: Services, event: EventRow | null): Promise<Refusal | null> {
  if (!event || (await findRequestOfEvent(tx, event.id)) !== null) return 'INVALID';
  const { occurrences } = materialise({ ...event, overrides: [] }, now());
  const claim = { viewerId: event.organizerId, eventId: event.id, occurrences, changed: occurrences };
  try {
    await claimTimes(tx, { ...claim, memberIds: [event.organizerId], skipClashing: false });
    return null;
  } catch (error) {
    if (error instanceof EventClashError) return 'BUSY';
    throw error;
  }
}

interface Answer {
  readonly publicationId: string;
  readonly planId: string;
  readonly calendarEventId?: string;
  readonly refused?: Refusal;
}

async function answer(tx: Tx, { newId, now }: Services, { publicationId, planId, ...result }: Answer) {
  const about = { publicationId, planId };
  const place = { id: newId(), aggregateId: publicationId, aggregateSeq: 1, occurredAt: now() };
  const { calendarEventId, refused = 'INVALID' } = result;
  if (calendarEventId !== undefined)
    return appendEvent(tx, 'calendar', {
      ...{ ...place, contract: planEntryCreated, payload: { ...about, calendarEventId } },
    });
  return appendEvent(tx, 'calendar', {
    ...{ ...place, contract: planEntryRefused, payload: { ...about, reason: refused } },
  });
}
