import type { ReadDb, Tx, WriteDb } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, sql } from 'drizzle-orm';
import { maySeeCalendar } from './rights.ts';
import { calendars } from './tables.ts';

export type CalendarRow = typeof calendars.$inferSelect;

/** Those of the calendars that the member may see, in any order. */
export function findCalendars(db: ReadDb, memberId: string, ids: readonly string[]): Promise<CalendarRow[]> {
  return db
    .named('calendar.findCalendars')
    .select()
    .from(calendars)
    .where(and(sql`${calendars.id} = any(${idList(ids)})`, maySeeCalendar(memberId, calendars.id)));
}

/** The member's own calendars, the personal one first, then those of the member's groups. */
export function findCalendarsOfMember(db: ReadDb, memberId: string): Promise<CalendarRow[]> {
  return db
    .named('calendar.findCalendarsOfMember')
    .select()
    .from(calendars)
    .where(maySeeCalendar(memberId, calendars.id))
    .orderBy(
      sql`${calendars.memberId} is null, not ${calendars.isPersonal}, ${calendars.name}, ${calendars.id}`,
    );
}

/** False when the id is taken, or the member has a personal calendar already. */
export async function insertCalendar(tx: Tx | WriteDb, calendar: CalendarRow): Promise<boolean> {
  const rows = await tx
    .named('calendar.insertCalendar')
    .insert(calendars)
    .values(calendar)
    .onConflictDoNothing()
    .returning({ id: calendars.id });
  return rows.length === 1;
}

export async function findRequestOfCalendar(db: ReadDb, id: string): Promise<string | null> {
  const [row] = await db
    .named('calendar.findRequestOfCalendar')
    .select({ digest: calendars.requestDigest })
    .from(calendars)
    .where(eq(calendars.id, id));
  return row?.digest ?? null;
}

export async function findPersonalCalendarId(db: ReadDb, memberId: string): Promise<string | null> {
  const [row] = await db
    .named('calendar.findPersonalCalendarId')
    .select({ id: calendars.id })
    .from(calendars)
    .where(and(eq(calendars.memberId, memberId), eq(calendars.isPersonal, true)));
  return row?.id ?? null;
}

export type CalendarChange = Partial<Pick<CalendarRow, 'name' | 'color' | 'feedKey'>>;

/** False when the member may not see the calendar. */
export async function updateCalendarRow(tx: WriteDb, memberId: string, id: string, change: CalendarChange) {
  const rows = await tx
    .named('calendar.updateCalendar')
    .update(calendars)
    .set(change)
    .where(and(eq(calendars.id, id), maySeeCalendar(memberId, calendars.id)))
    .returning({ id: calendars.id });
  return rows.length === 1;
}

/** The addresses of all feeds of a member's own calendars stop working. */
export async function deleteFeedsOfMember(tx: Tx, memberId: string): Promise<void> {
  await tx
    .named('calendar.deleteFeedsOfMember')
    .update(calendars)
    .set({ feedKey: null })
    .where(eq(calendars.memberId, memberId));
}
