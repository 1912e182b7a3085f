import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, isNull, sql } from 'drizzle-orm';
import { members } from './tables.ts';

/** Heard of from identity, or proven by a token; those who are known already stay as they are. */
export async function insertMember(tx: Tx, memberId: string): Promise<void> {
  await tx.named('travel.insertMember').insert(members).values({ memberId }).onConflictDoNothing();
}

/** Who of them is known and has not withdrawn. */
export async function findActiveMemberIds(db: ReadDb, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .named('travel.findActiveMemberIds')
    .select({ memberId: members.memberId })
    .from(members)
    .where(and(sql`${members.memberId} = any(${idList(ids)})`, isNull(members.withdrawnAt)));
  return rows.map(({ memberId }) => memberId);
}

/** Locks the rows by ascending id; answers those who are active. */
export async function lockMembers(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx
    .named('travel.lockMembers')
    .select()
    .from(members)
    .where(sql`${members.memberId} = any(${idList(ids)})`)
    .orderBy(members.memberId)
    .for('no key update');
  return rows.flatMap(({ memberId, withdrawnAt }) => (withdrawnAt ? [] : [memberId]));
}

export interface FollowCounts {
  readonly memberId: string;
  readonly followerCount: number;
  readonly followingCount: number;
}

/** Of those who are known and have not withdrawn. */
export function findFollowCounts(db: ReadDb, ids: readonly string[]): Promise<FollowCounts[]> {
  return db
    .named('travel.findFollowCounts')
    .select({
      memberId: members.memberId,
      followerCount: members.followerCount,
      followingCount: members.followingCount,
    })
    .from(members)
    .where(and(sql`${members.memberId} = any(${idList(ids)})`, isNull(members.withdrawnAt)));
}
