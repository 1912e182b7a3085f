import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type EventRow, updateEventRow } from '../db/events.ts';
import { replaceOverrides } from '../db/overrides.ts';
import type { Override, Timing } from '../domain/event.ts';
import type { SavedEvent } from './create-event.ts';
import type { Edit } from './edit.ts';
import type { Named } from './load-series.ts';
import { publishChanged, publishMoved } from './publish-event.ts';
import { originalWall, writeSchedule } from './write-schedule.ts';

type EditOfOne = Edit & { readonly named: Named };

/** Changes one occurrence of a series; the others stay as they are. */
export async function changeOccurrence(tx: Tx, services: Services, edit: EditOfOne): Promise<SavedEvent> {
  const { series, named, viewer, skipClashing } = edit;
  const override = overrideOf(edit);
  const others = series.overrides.filter(({ recurrenceWall }) => recurrenceWall !== named.wall);
  const overrides = [...others, override];
  const version = series.event.version + 1;
  const event = { ...series.event, version, updatedAt: services.now() };
  await updateEventRow(tx, event.id, event);
  await replaceOverrides(tx, event.id, overrides);
  const memberIds = [event.organizerId, ...series.attendeeIds];
  const schedule = { event, overrides, viewerId: viewer.memberId, memberIds, skipClashing };
  const written = await writeSchedule(tx, services, schedule);
  await publishDifference(tx, services, edit, { event: written.event, override });
  return { eventId: event.id, clashes: written.clashes };
}

function overrideOf({ series, named, change }: EditOfOne): Override {
  const { event } = series;
  const before = series.overrides.find(({ recurrenceWall }) => recurrenceWall === named.wall);
  const old = timingOf({ event, named });
  const { startsWall, durationS } = change.timing?.(old) ?? old;
  const inherited = { title: null, description: null, location: null, extra: [] };
  const ownRoom = { hasOwnRoom: before?.hasOwnRoom ?? false, meetingRoomId: before?.meetingRoomId ?? null };
  return {
    ...inherited,
    ...before,
    ...{ recurrenceWall: named.wall, startsWall, durationS },
    ...change.texts,
    ...(change.meetingRoomId === undefined
      ? ownRoom
      : { hasOwnRoom: true, meetingRoomId: change.meetingRoomId }),
  };
}

/** The occurrence as it is now. */
function timingOf({ event, named }: { event: EventRow; named: Named }): Timing {
  const { startsAt, endsAt, isException } = named.occurrence;
  const lengthS = Math.round((endsAt.getTime() - startsAt.getTime()) / 1000);
  const durationS = isException && !event.isAllDay ? lengthS : event.durationS;
  const { timeZone, isAllDay } = event;
  return { startsWall: originalWall(event, startsAt), durationS, timeZone, isAllDay };
}

async function publishDifference(
  tx: Tx,
  services: Services,
  { named, viewer, change }: EditOfOne,
  { event, override }: { event: EventRow; override: Override },
): Promise<void> {
  const published = { event, actorId: viewer.memberId };
  const before = timingOf({ event, named });
  const { startsAt, endsAt, originalStartsAt } = named.occurrence;
  if (before.startsWall !== override.startsWall || before.durationS !== override.durationS) {
    const previous = { previousStartsAt: startsAt, previousEndsAt: endsAt };
    await publishMoved(tx, services, published, { ...previous, occurrenceStartsAt: originalStartsAt });
  }
  if (Object.keys(change.texts).length > 0 || change.meetingRoomId !== undefined)
    await publishChanged(tx, services, published, { invitedIds: [], removedIds: [] });
}
