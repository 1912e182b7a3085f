import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { deleteAttendees } from '../db/attendees.ts';
import { deleteFeedsOfMember } from '../db/calendars.ts';
import { lockAnyEvent } from '../db/events.ts';
import { deleteReminders } from '../db/reminders.ts';
import { findEventsOfMember, findInvitationsOfMember } from '../db/withdrawals.ts';
import { cancelWhole } from './cancel-event.ts';
import { publishChanged } from './publish-event.ts';

/**
 * What a member leaves behind: future events of their own calendars are cancelled, they are out of
 * every list of attendees, and their feeds end. What is past stays as it was.
 */
export async function endWithdrawn(tx: Tx, services: Services, memberId: string): Promise<void> {
  await deleteFeedsOfMember(tx, memberId);
  for (const id of await findEventsOfMember(tx, memberId, services.now())) {
    const event = await lockAnyEvent(tx, id);
    if (event && !event.isCancelled) await cancelWhole(tx, services, event, memberId);
  }
  for (const id of await findInvitationsOfMember(tx, memberId)) {
    const event = await lockAnyEvent(tx, id);
    if (!event) continue;
    await deleteAttendees(tx, id, [memberId]);
    await deleteReminders(tx, id, [memberId]);
    const change = { invitedIds: [], removedIds: [memberId] };
    if (!event.isCancelled) await publishChanged(tx, services, { event, actorId: memberId }, change);
  }
}
