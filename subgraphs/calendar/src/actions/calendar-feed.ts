import { randomBytes } from 'node:crypto';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { updateCalendarRow } from '../db/calendars.ts';
import { toKnownId } from '../domain/id.ts';
import { catchUp } from './catch-up.ts';

/**
 * Gives a calendar a feed under a new secret address; an older address stops working.
 *
 * @throws {NotFoundError} for a calendar that the viewer may not see
 */
export const createCalendarFeed = (services: Services, viewer: Viewer, calendarId: string) =>
  setFeedKey(services, viewer, calendarId, randomBytes(32).toString('base64url'));

/**
 * The address of the feed stops working.
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
