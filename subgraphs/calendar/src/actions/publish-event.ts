import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { EventContract } from '@moim/kit/events/contract.ts';
import { wakeUpTopic } from '@moim/kit/events/wake-up.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { eventCancelled, eventChanged, eventMoved, eventScheduled } from '@moim/schema/contracts/calendar.ts';
import { insertChange } from '../db/change-log.ts';
import { type EventRow, findParticipants, takeEventSeq } from '../db/events.ts';
import type { ChangeKind } from '../domain/event.ts';

type PublishServices = Pick<Services, 'now' | 'newId' | 'bus'>;

/** The event as it is now, and who changed it. */
export interface Published {
  readonly event: EventRow;
  readonly actorId: string;
}

export const changeTopic = (memberId: string): string => wakeUpTopic('calendar-changes', memberId);

/** The event is new: told to other subgraphs, and in the log of each who takes part. */
export async function publishScheduled(tx: Tx, services: PublishServices, published: Published) {
  const payload = await snapshotOf(tx, published);
  await publish(tx, services, eventScheduled, payload);
  await log(tx, services, 'SCHEDULED', payload.eventId, payload.participantIds);
}

export interface Move {
  readonly previousStartsAt: Date;
  readonly previousEndsAt: Date;
  /** Original start of the one occurrence that moved; null when the event itself did. */
  readonly occurrenceStartsAt: Date | null;
}

/** It, or one occurrence of it, has other times. */
export async function publishMoved(tx: Tx, services: PublishServices, published: Published, move: Move) {
  const payload = {
    ...(await snapshotOf(tx, published)),
    previousStartsAt: move.previousStartsAt.toISOString(),
    previousEndsAt: move.previousEndsAt.toISOString(),
    occurrenceStartsAt: move.occurrenceStartsAt?.toISOString() ?? null,
  };
  await publish(tx, services, eventMoved, payload);
  await log(tx, services, 'MOVED', payload.eventId, payload.participantIds);
}

export interface Changed {
  readonly invitedIds: readonly string[];
  readonly removedIds: readonly string[];
  readonly kind?: 'CHANGED' | 'ANSWERED';
}

/** Anything but its times; those who were removed are told as well. */
export async function publishChanged(
  tx: Tx,
  services: PublishServices,
  published: Published,
  { invitedIds, removedIds, kind = 'CHANGED' }: Changed,
) {
  const snapshot = await snapshotOf(tx, published);
  const payload = { ...snapshot, invitedIds: [...invitedIds], removedIds: [...removedIds] };
  await publish(tx, services, eventChanged, payload);
  await log(tx, services, kind, payload.eventId, [...payload.participantIds, ...removedIds]);
}

/** @param occurrenceStartsAt - original start of the one occurrence; null for the event itself */
export async function publishCancelled(
  tx: Tx,
  services: PublishServices,
  published: Published,
  occurrenceStartsAt: Date | null,
) {
  const snapshot = await snapshotOf(tx, published);
  const payload = { ...snapshot, occurrenceStartsAt: occurrenceStartsAt?.toISOString() ?? null };
  await publish(tx, services, eventCancelled, payload);
  await log(tx, services, 'CANCELLED', payload.eventId, payload.participantIds);
}

async function snapshotOf(tx: Tx, published: Published) {
  return snapshotWith(published, await findParticipants(tx, published.event.id));
}

/** What readers elsewhere may know of an event. */
export function snapshotWith({ event, actorId }: Published, participantIds: string[]) {
  const { id: eventId, calendarId, organizerId, startsAt, endsAt, timeZone, isAllDay } = event;
  return {
    ...{ eventId, calendarId, actorId, organizerId, timeZone, isAllDay },
    participantIds,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    isRecurring: event.recurrenceRule !== null || event.rdates.length > 0,
    chatRoomId: event.chatRoomId,
    meetingRoomId: event.meetingRoomId,
  };
}

async function publish<Payload extends { eventId: string }>(
  tx: Tx,
  { now, newId }: PublishServices,
  contract: EventContract<Payload>,
  payload: Payload,
): Promise<void> {
  const aggregateId = payload.eventId;
  const aggregateSeq = await takeEventSeq(tx, aggregateId);
  const event = { contract, id: newId(), aggregateId, aggregateSeq, payload, occurredAt: now() };
  await appendEvent(tx, 'calendar', event);
}

/** Everybody who sees the event finds the change in their log, and is woken once it is there. */
async function log(
  tx: Tx,
  { bus, now }: PublishServices,
  kind: ChangeKind,
  eventId: string,
  memberIds: readonly string[],
): Promise<void> {
  const entries = await insertChange(tx, { kind, eventId, at: now() }, [...new Set(memberIds)]);
  tx.afterCommit(() => {
    for (const { memberId, seq } of entries) void bus.publish(changeTopic(memberId), { seq });
  });
}
