import { and, count, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { ReadDb, Tx, WriteDb } from '@moim/kit/db/database.ts';
import { isAnyOf } from './is-any-of.ts';
import { apps } from './tables.ts';

export type AppRow = typeof apps.$inferSelect;
export type NewApp = Omit<AppRow, 'revokedBy' | 'revokedAt' | 'lastUsedOn'>;

/** False when the id is taken; nothing was written then. */
export async function insertApp(tx: Tx, app: NewApp): Promise<boolean> {
  const rows = await tx
    .named('identity.insertApp')
    .insert(apps)
    .values(app)
    .onConflictDoNothing({ target: apps.id })
    .returning({ id: apps.id });
  return rows.length > 0;
}

export async function countLiveApps(tx: Tx, now: Date): Promise<number> {
  const [row] = await tx
    .named('identity.countLiveApps')
    .select({ count: count() })
    .from(apps)
    .where(isLive(now));
  return row?.count ?? 0;
}

/** Null when there is none with this id. What was revoked before stays as it was. */
export async function revokeApp(
  tx: Tx,
  id: string,
  by: { readonly memberId: string; readonly at: Date },
): Promise<{ readonly app: AppRow; readonly isNew: boolean } | null> {
  const [revoked] = await tx
    .named('identity.revokeApp')
    .update(apps)
    .set({ revokedBy: by.memberId, revokedAt: by.at })
    .where(and(eq(apps.id, id), isNull(apps.revokedAt)))
    .returning();
  if (revoked) return { app: revoked, isNew: true };
  const app = await findApp(tx, id);
  return app && { app, isNew: false };
}

export async function findApp(db: ReadDb, id: string): Promise<AppRow | null> {
  const [row] = await db.named('identity.findApp').select().from(apps).where(eq(apps.id, id));
  return row ?? null;
}

export interface AppPage {
  readonly size: number;
  readonly after: { readonly createdAt: Date; readonly id: string } | null;
}

/** The newest first; one more than the page, where there is one. */
export function findAppPage(db: ReadDb, { size, after }: AppPage): Promise<AppRow[]> {
  const isAfter =
    after &&
    sql`(${apps.createdAt}, ${apps.id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id}::uuid)`;
  return db
    .named('identity.findAppPage')
    .select()
    .from(apps)
    .where(isAfter ?? undefined)
    .orderBy(desc(apps.createdAt), desc(apps.id))
    .limit(size + 1);
}

/** Of these ids those whose app is neither revoked nor expired. */
export async function findLiveApps(db: ReadDb, ids: readonly string[], now: Date): Promise<string[]> {
  const rows = await db
    .named('identity.findLiveApps')
    .select({ id: apps.id })
    .from(apps)
    .where(and(isAnyOf(apps.id, ids), isLive(now)));
  return rows.map(({ id }) => id);
}

/** @param on - `YYYY-MM-DD`; once a day: the row of a busy app is not written with every token */
export async function markAppUsed(db: WriteDb, id: string, on: string): Promise<void> {
  await db
    .named('identity.markAppUsed')
    .update(apps)
    .set({ lastUsedOn: on })
    .where(and(eq(apps.id, id), or(isNull(apps.lastUsedOn), lt(apps.lastUsedOn, on))));
}

const isLive = (now: Date) => and(isNull(apps.revokedAt), gt(apps.expiresAt, now));
