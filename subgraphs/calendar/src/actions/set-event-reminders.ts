import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { lockEvent } from '../db/events.ts';
import { deleteReminders, insertReminders } from '../db/reminders.ts';
import { catchUp } from './catch-up.ts';
import { readReminders } from './create-event.ts';
import { scheduleReminders } from './schedule-reminders.ts';

export interface SetEventRemindersInput {
  readonly eventId: string;
  /** Minutes before each start, 0 to 40 320; none: no reminder. */
  readonly minutesBefore: readonly number[];
}

/**
 * When the viewer, and only they, are reminded of an event.
 *
 * @throws {InvalidInputError} naming `input.minutesBefore`
 * @throws {NotFoundError} for an event that the viewer may not see
 */
export async function setEventReminders(
  services: Services,
  viewer: Viewer,
  input: SetEventRemindersInput,
): Promise<string> {
  const { memberId } = viewer;
  const minutesBefore = readReminders(input.minutesBefore, 'input.minutesBefore');
  const id = toKnownId(input.eventId);
  await catchUp(services, viewer);
  await services.db.write.transaction(async (tx) => {
    const found = await lockEvent(tx, memberId, id);
    if (!found || found.event.isCancelled) throw new NotFoundError();
    await deleteReminders(tx, id, [memberId]);
    await insertReminders(tx, id, [memberId], minutesBefore);
    await scheduleReminders(tx, services, id);
  });
  return id;
}
