import type { Tx, WriteDb } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findPersonalCalendarId, insertCalendar } from '../db/calendars.ts';
import { unnamedPersonal } from '../domain/personal-name.ts';

/** Where the company is, until the member says otherwise. */
const defaultTimeZone = 'Asia/Seoul';

type CalendarServices = Pick<Services, 'now' | 'newId'>;

/** The id of the calendar that every member has; made at the first call. */
export async function ensurePersonalCalendar(
  db: Tx | WriteDb,
  { now, newId }: CalendarServices,
  memberId: string,
): Promise<string> {
  const found = await findPersonalCalendarId(db, memberId);
  if (found !== null) return found;
  const id = newId();
  const owner = { memberId, groupId: null, isPersonal: true, createdBy: memberId };
  const look = { name: unnamedPersonal, color: 'BLUE' as const, timeZone: defaultTimeZone };
  const isNew = await insertCalendar(db, {
    ...{ id, ...owner, ...look },
    ...{ createdAt: now(), requestDigest: 'personal', feedKey: null },
  });
  if (isNew) return id;
  const others = await findPersonalCalendarId(db, memberId);
  if (others === null) throw new Error(`the personal calendar of ${memberId} is gone`);
  return others;
}
