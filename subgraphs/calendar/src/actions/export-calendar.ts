import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { ReadDb } from '@moim/kit/db/database.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type CalendarRow, findCalendars } from '../db/calendars.ts';
import { findEventsOfCalendar } from '../db/imports.ts';
import { findOverrides } from '../db/overrides.ts';
import { findRemindersOfMember } from '../db/reminders.ts';
import { unnamedPersonal } from '../domain/personal-name.ts';
import { isFeedSignedBy } from '../ports/feed-signature.ts';
import { writeIcs } from '../ports/write-ics.ts';
import { catchUp } from './catch-up.ts';

/**
 * A calendar as an .ics file, with the viewer's own reminders.
 *
 * @throws {NotFoundError} for a calendar that the viewer may not see
 */
export async function exportCalendar(services: Services, viewer: Viewer, id: string): Promise<string> {
  await catchUp(services, viewer);
  const { read } = services.db;
  const [calendar] = await findCalendars(read, viewer.memberId, [toKnownId(id)]);
  if (!calendar) throw new NotFoundError();
  return write(read, calendar, viewer.memberId);
}

/** The parts of a feed's address. */
export interface FeedAddress {
  readonly id: string;
  readonly memberId: string;
  readonly signature: string;
}

/**
 * The same for whoever has a member's address of the feed, without reminders.
 *
 * @throws {NotFoundError} when the feed was revoked or never was, the signature is not of this
 *   calendar and member, or the member may no longer see the calendar
 */
export async function readFeed({ db }: Pick<Services, 'db'>, address: FeedAddress): Promise<string> {
  const memberId = toKnownId(address.memberId);
  const [calendar] = await findCalendars(db.read, memberId, [toKnownId(address.id)]);
  if (!calendar || calendar.feedKey === null) throw new NotFoundError();
  if (!isFeedSignedBy(calendar.feedKey, calendar.id, memberId, address.signature)) throw new NotFoundError();
  return write(db.read, calendar, null);
}

async function write(db: ReadDb, calendar: CalendarRow, memberId: string | null) {
  const { id, timeZone } = calendar;
  const rows = await findEventsOfCalendar(db, id);
  const ids = rows.map((row) => row.id);
  const overrides = Map.groupBy(await findOverrides(db, ids), ({ eventId }) => eventId);
  const reminders = memberId === null ? [] : await findRemindersOfMember(db, memberId, ids);
  const minutes = Map.groupBy(reminders, ({ eventId }) => eventId);
  const events = rows.map((row) => ({
    ...row,
    overrides: overrides.get(row.id) ?? [],
    reminderMinutes: (minutes.get(row.id) ?? []).map(({ minutesBefore }) => minutesBefore),
  }));
  return writeIcs({ name: nameOf(calendar), timeZone, events });
}

/** Whoever reads the file has a word of their own for what its member has not named. */
const nameOf = ({ isPersonal, name }: CalendarRow): string | null =>
  isPersonal && name === unnamedPersonal ? null : name;
