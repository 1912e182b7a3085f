import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { updateEventRow, type EventRow } from '../db/events.ts';
import { replaceOverrides } from '../db/overrides.ts';
import type { Override, Timing } from '../domain/event.ts';
import { moveBeside } from '../domain/move-schedule.ts';
import { shiftRule } from '../domain/shift-rule.ts';
import { moveUntil } from '../ports/split-rule.ts';
import { addSeconds, dateOf, secondsBetween, spanOf, toWall } from '../ports/zones.ts';
import type { SavedEvent } from './create-event.ts';
import { changeAttendees, changesMore, type Edit, isSameTiming, withChange } from './edit.ts';
import { publishChanged, publishMoved } from './publish-event.ts';
import { originalWall, writeSchedule } from './write-schedule.ts';

/** Changes every occurrence of an event, past ones too. */
export async function changeWhole(tx: Tx, services: Services, edit: Edit): Promise<SavedEvent> {
  const { series, change, viewer, skipClashing } = edit;
  const before = series.event;
  const { event, overrides } = rewrite(edit, services.now());
  const { attendeeIds, ...invitations } = await changeAttendees(tx, edit);
  await updateEventRow(tx, event.id, event);
  await replaceOverrides(tx, event.id, overrides);
  const memberIds = [event.organizerId, ...attendeeIds];
  const schedule = { event, overrides, viewerId: viewer.memberId, memberIds, skipClashing };
  const written = await writeSchedule(tx, services, schedule);
  const published = { event: written.event, actorId: viewer.memberId };
  const hasMoved = !isSameTiming(before, written.event);
  if (hasMoved)
    await publishMoved(tx, services, published, {
      previousStartsAt: before.startsAt,
      previousEndsAt: before.endsAt,
      occurrenceStartsAt: null,
    });
  const isInvited = invitations.invitedIds.length + invitations.removedIds.length > 0;
  if (isInvited || changesMore({ ...edit, change: hasMoved ? withoutRule(change) : change }))
    await publishChanged(tx, services, published, invitations);
  return { eventId: event.id, clashes: written.clashes };
}

/** A rule that follows a move is part of the move. */
const withoutRule = (change: Edit['change']): Edit['change'] => ({ ...change, recurrenceRule: undefined });

interface Rewritten {
  readonly event: EventRow;
  readonly overrides: readonly Override[];
}

/** The master as it will be, with what stands beside its rule. */
export function rewrite({ series, named, change }: Edit, now: Date): Rewritten {
  const event = withChange(series.event, change, now);
  const old: Timing = named
    ? {
        ...event,
        startsWall: originalWall(event, named.occurrence.startsAt),
        durationS: lengthOf(named, event),
      }
    : event;
  const timing = change.timing?.(old) ?? old;
  const seconds = secondsBetween(old.startsWall, timing.startsWall);
  const startsWall = addSeconds(event.startsWall, seconds);
  const isResized = timing.durationS !== old.durationS;
  const durationS = isResized ? timing.durationS : event.durationS;
  const moved = { ...event, ...timing, startsWall, durationS };
  const recurrenceRule = ruleOf(event, moved, change.recurrenceRule, seconds);
  const happensOnce = change.recurrenceRule === null;
  const beside = happensOnce
    ? { rdates: [], exdates: [], overrides: [] }
    : moveBeside({ ...event, overrides: series.overrides }, (wall) => addSeconds(wall, seconds));
  const { overrides, ...dates } = beside;
  return {
    event: { ...moved, ...dates, recurrenceRule, ...exactTimes(event, moved, change.startsAt) },
    overrides,
  };
}

function lengthOf({ occurrence }: NonNullable<Edit['named']>, event: EventRow): number {
  if (!occurrence.isException) return event.durationS;
  return (occurrence.endsAt.getTime() - occurrence.startsAt.getTime()) / 1000;
}

function ruleOf(old: EventRow, moved: Timing, wanted: string | null | undefined, seconds: number) {
  if (wanted !== undefined) return wanted;
  if (old.recurrenceRule === null) return null;
  if (seconds === 0 && old.timeZone === moved.timeZone && old.isAllDay === moved.isAllDay)
    return old.recurrenceRule;
  const shifted = shiftRule(old.recurrenceRule, dateOf(old.startsWall), dateOf(moved.startsWall));
  return moveUntil(old, moved, shifted, seconds);
}

/** What happens once keeps the instant it was given, also in an hour that the clocks show twice. */
function exactTimes(old: EventRow, moved: Timing, asked: Date | null): Partial<EventRow> {
  if (isSameTiming(old, moved)) return {};
  const span = spanOf(moved, moved);
  const isExact = asked && !moved.isAllDay && toWall(asked, moved.timeZone) === moved.startsWall;
  if (!isExact) return span;
  return { startsAt: asked, endsAt: new Date(asked.getTime() + moved.durationS * 1000) };
}
