import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { reminderDue } from '@moim/schema/contracts/calendar.ts';
import { lockAnyEvent } from '../db/events.ts';
import { type DueReminder, findDueReminders, insertRungReminder } from '../db/reminders.ts';
import { scheduleReminders } from './schedule-reminders.ts';

/** After a longer absence of the server nobody is reminded any more of what began before. */
const mostLateMs = 24 * 3_600_000;

/**
 * Tells of every reminder of an event that is due, once each, and aims them at the next occurrence.
 * A wake-up that comes late, twice or for nothing does no harm.
 */
export async function ringReminders(services: Services, eventId: string): Promise<void> {
  await services.db.write.transaction(async (tx) => {
    const event = await lockAnyEvent(tx, eventId);
    if (!event || event.isCancelled) return;
    for (const due of await findDueReminders(tx, eventId, services.now()))
      await ring(tx, services, eventId, due);
    await scheduleReminders(tx, services, eventId);
  });
}

async function ring(tx: Tx, { now, newId }: Services, eventId: string, due: DueReminder): Promise<void> {
  const reminderId = newId();
  const isFirst = await insertRungReminder(tx, eventId, due, { reminderId, rungAt: now() });
  const isTooLate = now().getTime() - Date.parse(due.startsAt) > mostLateMs;
  if (!isFirst || due.isSilent || isTooLate) return;
  const { memberId, minutesBefore } = due;
  const startsAt = new Date(due.startsAt).toISOString();
  await appendEvent(tx, 'calendar', {
    contract: reminderDue,
    ...{ id: newId(), aggregateId: reminderId, aggregateSeq: 1, occurredAt: now() },
    payload: { reminderId, eventId, memberId, startsAt, minutesBefore },
  });
}
