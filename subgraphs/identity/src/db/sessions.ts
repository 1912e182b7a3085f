import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { ReadDb, Tx, WriteDb } from '@moim/kit/db/database.ts';
import { isAnyOf } from './is-any-of.ts';
import { type EndReason, members, membershipVersions, sessions } from './tables.ts';

export type NewSession = Pick<typeof sessions.$inferSelect, 'id' | 'memberId' | 'createdAt' | 'expiresAt'>;

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await tx.named('identity.insertSession').insert(sessions).values(session);
}

/** Sessions that still live, as the viewers that they stand for; the rest is missing. */
export function findLiveSessions(db: ReadDb, ids: readonly string[], now: Date): Promise<Viewer[]> {
  return db
    .named('identity.findLiveSessions')
    .select({
      sessionId: sessions.id,
      memberId: sessions.memberId,
      roles: members.roles,
      membershipVersion: membershipVersions.version,
    })
    .from(sessions)
    .innerJoin(members, eq(members.id, sessions.memberId))
    .innerJoin(membershipVersions, eq(membershipVersions.memberId, sessions.memberId))
    .where(
      and(
        isAnyOf(sessions.id, ids),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, now),
        isNull(members.withdrawnAt),
      ),
    );
}

export interface SessionEnd {
  readonly at: Date;
  readonly reason: EndReason;
}

/** False when it had ended before. */
export async function endSession(db: WriteDb | Tx, id: string, { at, reason }: SessionEnd): Promise<boolean> {
  const rows = await db
    .named('identity.endSession')
    .update(sessions)
    .set({ endedAt: at, endReason: reason })
    .where(and(eq(sessions.id, id), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  return rows.length > 0;
}

export async function endSessionsOf(tx: Tx, memberId: string, { at, reason }: SessionEnd): Promise<void> {
  await tx
    .named('identity.endSessionsOf')
    .update(sessions)
    .set({ endedAt: at, endReason: reason })
    .where(and(eq(sessions.memberId, memberId), isNull(sessions.endedAt)));
}

/** Sessions that could not be used any more at `before`, with their tokens. */
export async function deleteExpiredSessions(db: WriteDb, before: Date): Promise<void> {
  await db.named('identity.deleteExpiredSessions').delete(sessions).where(lt(sessions.expiresAt, before));
}
