import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type EventRow, updateEventRow } from '../db/events.ts';
import { deleteAllOccurrences } from '../db/occurrences.ts';
import { publishCancelled } from './publish-event.ts';
import { scheduleReminders } from './schedule-reminders.ts';

/**
 * The event no longer takes place: its rooms are free and its reminders silent at once. The caller
 * holds the event's lock.
 */
export async function cancelWhole(
  tx: Tx,
  services: Services,
  event: EventRow,
  actorId: string,
): Promise<EventRow> {
  const change = { isCancelled: true, version: event.version + 1, updatedAt: services.now() };
  await updateEventRow(tx, event.id, change);
  await deleteAllOccurrences(tx, event.id);
  await scheduleReminders(tx, services, event.id);
  const cancelled = { ...event, ...change };
  await publishCancelled(tx, services, { event: cancelled, actorId }, null);
  return cancelled;
}
