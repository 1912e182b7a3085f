import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import { groupMembers, knownMembers } from './tables.ts';

/** How many of the member's membership changes have been taken in; 0 for an unknown member. */
export async function findMembershipVersion(db: ReadDb, memberId: string): Promise<number> {
  const [row] = await db
    .named('calendar.findMembershipVersion')
    .select({ version: knownMembers.version })
    .from(knownMembers)
    .where(eq(knownMembers.memberId, memberId));
  return row?.version ?? 0;
}

/** Those of the members who have an account. */
export async function findKnownMembers(db: ReadDb, memberIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .named('calendar.findKnownMembers')
    .select({ memberId: knownMembers.memberId })
    .from(knownMembers)
    .where(and(sql`${knownMembers.memberId} = any(${idList(memberIds)})`, isNull(knownMembers.withdrawnAt)));
  return rows.map(({ memberId }) => memberId);
}

export async function isGroupMember(db: ReadDb, groupId: string, memberId: string): Promise<boolean> {
  const count = await db
    .named('calendar.isGroupMember')
    .$count(groupMembers, and(eq(groupMembers.groupId, groupId), eq(groupMembers.memberId, memberId)));
  return count > 0;
}

export interface MembershipVersion {
  readonly memberId: string;
  readonly version: number;
  readonly withdrawnAt: Date | null;
}

/** Takes the member's lock; false when this change was taken in before. */
export async function takeVersion(tx: Tx, { memberId, version, withdrawnAt }: MembershipVersion) {
  const taken = await tx
    .named('calendar.takeVersion')
    .insert(knownMembers)
    .values({ memberId, version, withdrawnAt })
    .onConflictDoUpdate({
      target: knownMembers.memberId,
      set: { version, withdrawnAt },
      setWhere: lt(knownMembers.version, version),
    })
    .returning({ version: knownMembers.version });
  return taken.length === 1;
}

export async function insertGroupMember(tx: Tx, groupId: string, memberId: string): Promise<void> {
  await tx
    .named('calendar.insertGroupMember')
    .insert(groupMembers)
    .values({ groupId, memberId })
    .onConflictDoNothing();
}

export async function deleteGroupMember(tx: Tx, groupId: string, memberId: string): Promise<void> {
  await tx
    .named('calendar.deleteGroupMember')
    .delete(groupMembers)
    .where(and(eq(groupMembers.groupId, groupId), eq(groupMembers.memberId, memberId)));
}

export async function deleteAllGroupsOfMember(tx: Tx, memberId: string): Promise<void> {
  await tx
    .named('calendar.deleteAllGroupsOfMember')
    .delete(groupMembers)
    .where(eq(groupMembers.memberId, memberId));
}
