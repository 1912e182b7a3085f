import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { planPublished } from '@moim/schema/contracts/travel.ts';
import { lockAnnouncement, type OpenAnnouncement, updateAnnouncement } from '../db/announcements.ts';
import { findFollowerIds } from '../db/follows.ts';

/** As many as one event names. */
const chunkSize = 200;

/** Tells the author's followers of a plan, 200 an event and transaction; may be repeated and resumed. */
export async function announcePlan(services: Services, planId: string): Promise<void> {
  for (;;) {
    const isOpen = await services.db.write.transaction((tx) => announceChunk(tx, services, planId));
    if (!isOpen) return;
  }
}

/** False once there is nobody left to tell. */
async function announceChunk(tx: Tx, services: Services, planId: string): Promise<boolean> {
  const open = await lockAnnouncement(tx, planId);
  if (!open) return false;
  const { authorId, toldUpTo, isShown } = open;
  const recipientIds = isShown ? await findFollowerIds(tx, authorId, toldUpTo, chunkSize) : [];
  const last = recipientIds.at(-1);
  if (last === undefined) {
    await updateAnnouncement(tx, planId, { endedAt: services.now() });
    return false;
  }
  await tell(tx, services, open, recipientIds);
  await updateAnnouncement(tx, planId, { toldUpTo: last });
  return true;
}

async function tell(
  tx: Tx,
  { newId, now }: Services,
  { planId, authorId }: OpenAnnouncement,
  recipientIds: string[],
): Promise<void> {
  const announcementId = newId();
  await appendEvent(tx, 'travel', {
    contract: planPublished,
    id: newId(),
    aggregateId: announcementId,
    aggregateSeq: 1,
    payload: { announcementId, planId, authorId, recipientIds },
    occurredAt: now(),
  });
}
