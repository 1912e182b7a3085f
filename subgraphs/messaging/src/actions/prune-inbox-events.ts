import type { Services } from '@moim/kit/server/services.ts';
import { deleteInboxEventsBefore } from '../db/prune-inbox-events.ts';

/** Whoever comes back later than this loads a fresh page instead. */
const retentionMs = 14 * 24 * 60 * 60_000;

/** Shortens the logs of the inboxes; notifications and messages stay. Answers how many rows went. */
export async function pruneInboxEvents({ db, now }: Pick<Services, 'db' | 'now'>): Promise<number> {
  return deleteInboxEventsBefore(db.write, new Date(now().getTime() - retentionMs));
}
