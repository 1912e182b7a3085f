import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { aimReminders } from '../db/reminders.ts';

/** Queue of the jobs that ring reminders. */
export const reminderQueue = 'calendar.ring-reminders';

/**
 * Aims the reminders of an event at its next occurrences, in the transaction that changed them, and
 * orders a wake-up for the earliest. A wake-up that has become wrong finds nothing to ring.
 */
export async function scheduleReminders(
  tx: Tx,
  { now, jobs }: Pick<Services, 'now' | 'jobs'>,
  eventId: string,
): Promise<void> {
  const dueAt = await aimReminders(tx, eventId, now());
  if (!dueAt) return;
  const singletonKey = `${eventId}:${dueAt.getTime()}`;
  await jobs.send(tx, reminderQueue, { eventId }, { startAfter: dueAt, singletonKey });
}
