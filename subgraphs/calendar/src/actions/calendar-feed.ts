import { randomBytes } from 'node:crypto';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type CalendarRow, updateCalendarRow } from '../db/calendars.ts';
import { feedPath } from '../domain/feed.ts';
import { signFeed } from '../ports/feed-signature.ts';
import { catchUp } from './catch-up.ts';

/** The member's own address of the feed; null when the calendar has none. */
export function feedPathOf({ id, feedKey }: CalendarRow, memberId: string): string | null {
  return feedKey === null ? null : feedPath(id, memberId, signFeed(feedKey, id, memberId));
}

/**
 * Gives a calendar a feed with a new key; all addresses that an older key signed stop working.
 *
 * @throws {NotFoundError} for a calendar that the viewer may not see
 */
export const createCalendarFeed = (services: Services, viewer: Viewer, calendarId: string) =>
  setFeedKey(services, viewer, calendarId, randomBytes(32).toString('base64url'));

/**
 * All members' addresses of the feed stop working.
 *
 * @throws {NotFoundError} for a calendar that the viewer may not see
 */
export const revokeCalendarFeed = (services: Services, viewer: Viewer, calendarId: string) =>
  setFeedKey(services, viewer, calendarId, null);

async function setFeedKey(services: Services, viewer: Viewer, calendarId: string, feedKey: string | null) {
  const id = toKnownId(calendarId);
  await catchUp(services, viewer);
  if (!(await updateCalendarRow(services.db.write, viewer.memberId, id, { feedKey })))
    throw new NotFoundError();
  return id;
}
