import type { Services } from '@moim/kit/server/services.ts';
import { deleteExpiredTokens } from '../db/refresh-tokens.ts';
import { deleteExpiredSessions } from '../db/sessions.ts';

/** For questions about who was logged in when. */
const keptMs = 30 * 86_400_000;

/** Deletes tokens and sessions that expired a month ago; both are useless since then. */
export async function cleanSessions({ db, now }: Services): Promise<void> {
  const before = new Date(now().getTime() - keptMs);
  await deleteExpiredTokens(db.write, before);
  await deleteExpiredSessions(db.write, before);
}
