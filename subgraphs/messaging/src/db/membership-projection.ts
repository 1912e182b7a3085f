import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import { groupMembers, knownGroups, knownMembers } from './tables.ts';

/** How many of the member's membership changes have been taken in; 0 for an unknown member. */
export async function findMembershipVersion(db: ReadDb, memberId: string): Promise<number> {
  const [row] = await db
    .named('messaging.findMembershipVersion')
    .select({ version: knownMembers.version })
    .from(knownMembers)
    .where(eq(knownMembers.memberId, memberId));
  return row?.version ?? 0;
}

interface Gathering {
  readonly creatorId: string;
  readonly memberIds: readonly string[];
  readonly groupIds: readonly string[];
}

/** Whether all of the members have an account and the creator is in all of the groups. */
export async function canGather(db: ReadDb, { creatorId, memberIds, groupIds }: Gathering): Promise<boolean> {
  const { rows } = await db.named('messaging.canGather').execute<{ found: number }>(sql`
    select (
      (select count(*) from messaging.known_members
        where member_id = any(${idList(memberIds)}) and withdrawn_at is null)
      + (select count(*) from messaging.group_members
        where group_id = any(${idList(groupIds)}) and member_id = ${creatorId})
    )::int as found`);
  return rows[0]?.found === memberIds.length + groupIds.length;
}

/** How many of the members have been heard of, closed accounts included. */
export function countKnownMembers(tx: Tx, memberIds: readonly string[]): Promise<number> {
  return tx
    .named('messaging.countKnownMembers')
    .$count(knownMembers, sql`${knownMembers.memberId} = any(${idList(memberIds)})`);
}

/** Holds the members as they are until the transaction ends; answers who of them has an account. */
export async function holdMembers(tx: Tx, memberIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .named('messaging.holdMembers')
    .select({ memberId: knownMembers.memberId })
    .from(knownMembers)
    .where(and(sql`${knownMembers.memberId} = any(${idList(memberIds)})`, isNull(knownMembers.withdrawnAt)))
    .orderBy(knownMembers.memberId)
    .for('share');
  return rows.map(({ memberId }) => memberId);
}

/** Holds the groups as they are until the transaction ends. */
export async function holdGroups(tx: Tx, groupIds: readonly string[]): Promise<void> {
  await tx
    .named('messaging.holdGroups')
    .select({ groupId: knownGroups.groupId })
    .from(knownGroups)
    .where(sql`${knownGroups.groupId} = any(${idList(groupIds)})`)
    .orderBy(knownGroups.groupId)
    .for('share');
}

/** How many of the groups have the member. */
export async function countGroupsOfMember(tx: Tx, memberId: string, groupIds: readonly string[]) {
  return tx
    .named('messaging.countGroupsOfMember')
    .$count(
      groupMembers,
      and(eq(groupMembers.memberId, memberId), sql`${groupMembers.groupId} = any(${idList(groupIds)})`),
    );
}

export interface MembershipVersion {
  readonly memberId: string;
  readonly version: number;
  readonly withdrawnAt: Date | null;
}

/** Takes the member's lock; false when this change was taken in before. */
export async function takeVersion(tx: Tx, { memberId, version, withdrawnAt }: MembershipVersion) {
  const taken = await tx
    .named('messaging.takeVersion')
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

/** Takes the group's lock: no room can begin to follow it meanwhile. */
export async function lockGroup(tx: Tx, groupId: string): Promise<void> {
  await tx
    .named('messaging.lockGroup')
    .insert(knownGroups)
    .values({ groupId })
    .onConflictDoUpdate({
      target: knownGroups.groupId,
      set: { changes: sql`${knownGroups.changes} + 1` },
    });
}

export async function insertGroupMember(tx: Tx, groupId: string, memberId: string): Promise<void> {
  await tx
    .named('messaging.insertGroupMember')
    .insert(groupMembers)
    .values({ groupId, memberId })
    .onConflictDoNothing();
}

export async function deleteGroupMember(tx: Tx, groupId: string, memberId: string): Promise<void> {
  await tx
    .named('messaging.deleteGroupMember')
    .delete(groupMembers)
    .where(and(eq(groupMembers.groupId, groupId), eq(groupMembers.memberId, memberId)));
}

export async function deleteAllGroupsOfMember(tx: Tx, memberId: string): Promise<void> {
  await tx
    .named('messaging.deleteAllGroupsOfMember')
    .delete(groupMembers)
    .where(eq(groupMembers.memberId, memberId));
}
