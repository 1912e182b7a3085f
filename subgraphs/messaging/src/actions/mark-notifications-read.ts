import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertNotificationsRead } from '../db/entity-changes.ts';
import { markNotificationsAsRead } from '../db/notifications.ts';
import { toNotificationIds } from '../domain/notification.ts';
import { wakeInboxes } from './wake-inboxes.ts';

export interface MarkNotificationsReadInput {
  /** Absent: all. An id that is not the viewer's changes nothing. */
  readonly ids?: readonly string[] | null | undefined;
}

/**
 * Marks notifications as read and tells the viewer's other devices; what was read before stays as it is.
 *
 * @throws {InvalidInputError} naming `input.ids`
 */
export async function markNotificationsRead(
  services: Services,
  { memberId }: Viewer,
  input: MarkNotificationsReadInput,
): Promise<void> {
  const ids = toNotificationIds(input.ids);
  const at = services.now();
  await services.db.write.transaction(async (tx) => {
    if ((await markNotificationsAsRead(tx, { memberId, ids, at })) === 0) return;
    wakeInboxes(tx, services, await insertNotificationsRead(tx, memberId, at));
  });
}
