import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { copyAttendees } from '../db/attendees.ts';
import { insertEvent, updateEventRow, type EventRow } from '../db/events.ts';
import { replaceOverrides } from '../db/overrides.ts';
import { copyReminders } from '../db/reminders.ts';
import { splitBeside } from '../domain/move-schedule.ts';
import { splitRule } from '../ports/split-rule.ts';
import { changeWhole, rewrite } from './change-whole.ts';
import type { SavedEvent } from './create-event.ts';
import { changeAttendees, type Edit } from './edit.ts';
import type { Named, Series } from './load-series.ts';
import { isEmpty } from './materialise.ts';
import { publishChanged, publishScheduled } from './publish-event.ts';
import { writeSchedule } from './write-schedule.ts';

type EditFrom = Edit & { readonly named: Named };

/**
 * Ends a series before the named occurrence and lets a new one go on from there, with what was
 * changed. Overrides and left-out days go with their side. Nothing before it: the whole is changed.
 */
export async function changeFollowing(tx: Tx, services: Services, edit: EditFrom): Promise<SavedEvent> {
  const split = splitSeries(edit.series, edit.named.wall);
  if (!split) return changeWhole(tx, services, edit);
  await endBefore(tx, services, edit, split.before);
  return goOn(tx, services, edit, split.after);
}

/** Both sides of a split; null when the first would be empty. */
export function splitSeries({ event, overrides, attendeeIds }: Series, wall: string) {
  const rules = event.recurrenceRule === null ? null : splitRule(event, event.recurrenceRule, wall);
  const [first, second] = splitBeside({ ...event, overrides }, wall);
  const side = ({ overrides: own, ...dates }: typeof first, rule: string | null): Series => ({
    event: { ...event, ...dates, recurrenceRule: rule },
    ...{ overrides: own, attendeeIds },
  });
  const before = side(first, rules?.before ?? null);
  const after = side(second, rules?.after ?? null);
  if (isEmpty({ ...before.event, overrides: before.overrides })) return null;
  return { before, after: { ...after, event: { ...after.event, startsWall: wall } } };
}

async function endBefore(tx: Tx, services: Services, { viewer }: EditFrom, before: Series): Promise<void> {
  const { overrides, attendeeIds } = before;
  const event = { ...before.event, version: before.event.version + 1, updatedAt: services.now() };
  await updateEventRow(tx, event.id, event);
  await replaceOverrides(tx, event.id, overrides);
  const memberIds = [event.organizerId, ...attendeeIds];
  const schedule = { event, overrides, viewerId: viewer.memberId, memberIds, skipClashing: false };
  const written = await writeSchedule(tx, services, schedule);
  const published = { event: written.event, actorId: viewer.memberId };
  await publishChanged(tx, services, published, { invitedIds: [], removedIds: [] });
}

async function goOn(tx: Tx, services: Services, edit: EditFrom, after: Series): Promise<SavedEvent> {
  const { viewer, skipClashing } = edit;
  const old = edit.series.event;
  const { event, overrides } = rewrite({ ...edit, series: after }, services.now());
  const next = asNew(event, old, services);
  await insertEvent(tx, next);
  await copyAttendees(tx, old.id, next.id);
  await copyReminders(tx, old.id, next.id);
  const series = { ...after, event: next };
  const { attendeeIds } = await changeAttendees(tx, { ...edit, series });
  await replaceOverrides(tx, next.id, overrides);
  const memberIds = [next.organizerId, ...attendeeIds];
  const schedule = { event: next, overrides, viewerId: viewer.memberId, memberIds, skipClashing };
  const written = await writeSchedule(tx, services, schedule);
  await publishScheduled(tx, services, { event: written.event, actorId: viewer.memberId });
  return { eventId: next.id, clashes: written.clashes };
}

function asNew(event: EventRow, old: EventRow, { newId, now }: Services): EventRow {
  const id = newId();
  const own = { id, uid: id, version: 1, lastSeq: 0, splitFrom: old.id, createdAt: now() };
  return { ...event, ...own, requestDigest: `split:${old.id}`, materialisedUntil: null };
}
