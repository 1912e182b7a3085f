import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, asc, eq, lt, lte, sql, type SQL } from 'drizzle-orm';
import type { Reader } from '../domain/access.ts';
import { mayRead } from './rights.ts';
import { accessDays, accessEntries } from './tables.ts';

export type AccessEntryRow = typeof accessEntries.$inferSelect;
export type AccessDayRow = typeof accessDays.$inferSelect;

/**
 * Takes `count` numbers of the day's chain and its lock.
 *
 * @param genesis - what the first entry of a day follows
 */
export async function extendDay(
  tx: Tx,
  { day, count, genesis, keepUntil }: { day: string; count: number; genesis: Buffer; keepUntil: Date },
): Promise<{ lastNumber: number; lastHash: Buffer }> {
  const [row] = await tx
    .named('insurance.extendDay')
    .insert(accessDays)
    .values({ day, lastNumber: count, lastHash: genesis, keepUntil })
    .onConflictDoUpdate({
      target: accessDays.day,
      set: { lastNumber: sql`${accessDays.lastNumber} + ${count}` },
    })
    .returning({ lastNumber: accessDays.lastNumber, lastHash: accessDays.lastHash });
  if (!row) throw new Error('the access log did not take the entry');
  return row;
}

export async function insertAccessEntries(tx: Tx, entries: readonly AccessEntryRow[]): Promise<void> {
  await tx
    .named('insurance.insertAccessEntries')
    .insert(accessEntries)
    .values([...entries]);
}

export async function sealDay(tx: Tx, day: string, lastHash: Buffer): Promise<void> {
  await tx.named('insurance.sealDay').update(accessDays).set({ lastHash }).where(eq(accessDays.day, day));
}

export interface AccessKey {
  readonly at: Date;
  readonly id: string;
}

export type ShownAccess = Omit<AccessEntryRow, 'day' | 'number' | 'hash' | 'keepUntil'>;

/** The same page of each policy's log, newest first; for handlers and the holder. */
export async function findAccessOfPolicies(
  db: ReadDb,
  reader: Reader,
  policyIds: readonly string[],
  { after, limit }: { readonly after: AccessKey | null; readonly limit: number },
): Promise<ShownAccess[]> {
  const { rows } = await db.named('insurance.findAccessOfPolicies').execute<StoredAccess>(sql`
    select entry.id, entry.at, entry.policy_id as "policyId", entry.task, entry.actor_id as "actorId",
      entry.actor_role as "actorRole", entry.origin, entry.fields, entry.reason, entry.ticket
    from insurance.policies as policy
    cross join lateral (
      select * from insurance.access_entries as entry
      where entry.policy_id = policy.id and ${isAfter(after)}
      order by entry.at desc, entry.id desc
      limit ${limit}
    ) as entry
    where policy.id = any(${idList(policyIds)}) and ${mayRead(reader, sql`policy.holder_id`)}
    order by entry.at desc, entry.id desc`);
  return rows.map(({ at, ...row }) => ({ ...row, at: new Date(at) }));
}

type StoredAccess = Omit<ShownAccess, 'at'> & { readonly at: string };

const isAfter = (key: AccessKey | null): SQL =>
  key ? sql`(entry.at, entry.id) < (${key.at.toISOString()}::timestamptz, ${key.id}::uuid)` : sql`true`;

export function findDays(db: ReadDb): Promise<AccessDayRow[]> {
  return db.named('insurance.findDays').select().from(accessDays).orderBy(asc(accessDays.day));
}

/** In the order of the chain. */
export function findEntriesOfDay(db: ReadDb, day: string): Promise<AccessEntryRow[]> {
  return db
    .named('insurance.findEntriesOfDay')
    .select()
    .from(accessEntries)
    .where(eq(accessEntries.day, day))
    .orderBy(asc(accessEntries.number));
}

/** Whole days, so that every chain that is there is whole. Answers how many entries went. */
export async function deleteDaysKeptUntil(tx: Tx, now: Date, today: string): Promise<number> {
  const days = await tx
    .named('insurance.findDaysToDelete')
    .select({ day: accessDays.day })
    .from(accessDays)
    .where(and(lte(accessDays.keepUntil, now), lt(accessDays.day, today)));
  if (days.length === 0) return 0;
  const list = sql`${sql.param(days.map(({ day }) => day))}::date[]`;
  const { rowCount } = await tx
    .named('insurance.deleteAccessEntries')
    .delete(accessEntries)
    .where(sql`${accessEntries.day} = any(${list})`);
  await tx
    .named('insurance.deleteAccessDays')
    .delete(accessDays)
    .where(sql`${accessDays.day} = any(${list})`);
  return rowCount ?? 0;
}
