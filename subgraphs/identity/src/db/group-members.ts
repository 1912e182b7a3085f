import { and, asc, count, eq, exists, sql } from 'drizzle-orm';
import type { OperationIdentity, Viewer } from '@moim/kit/auth/viewer.ts';
import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import type { GroupRole } from '../domain/group.ts';
import { isAnyOf } from './is-any-of.ts';
import { type PublicMember, publicColumns } from './members.ts';
import { groupMembers, groups, members } from './tables.ts';

export type GroupMember = typeof groupMembers.$inferSelect;

/** Place in a list by time of joining; the id decides between equal times. */
export interface JoiningKey {
  readonly joinedAt: Date;
  readonly id: string;
}

export interface JoiningPage {
  readonly size: number;
  /** Exclusive. */
  readonly after: JoiningKey | null;
}

export interface GroupMemberRow {
  readonly groupId: string;
  readonly role: GroupRole;
  readonly joinedAt: Date;
  readonly member: PublicMember;
}

/** For each group that the viewer belongs to (or every one, for ADMIN) one row more than `size` where there is one. */
export function findGroupMembersPage(
  db: ReadDb,
  { viewer }: OperationIdentity,
  groupIds: readonly string[],
  { size, after }: JoiningPage,
): Promise<GroupMemberRow[]> {
  if (!viewer) return Promise.resolve([]);
  const named = db.named('identity.findGroupMembersPage');
  const isAfter =
    after &&
    sql`(${groupMembers.joinedAt}, ${groupMembers.memberId})
    > (${after.joinedAt.toISOString()}::timestamptz, ${after.id}::uuid)`;
  const page = named
    .select({ memberId: groupMembers.memberId, role: groupMembers.role, joinedAt: groupMembers.joinedAt })
    .from(groupMembers)
    .where(and(eq(groupMembers.groupId, groups.id), isAfter ?? undefined))
    .orderBy(asc(groupMembers.joinedAt), asc(groupMembers.memberId))
    .limit(size + 1)
    .as('page');
  return named
    .select({ groupId: groups.id, role: page.role, joinedAt: page.joinedAt, member: publicColumns })
    .from(groups)
    .crossJoinLateral(page)
    .innerJoin(members, eq(members.id, page.memberId))
    .where(and(isAnyOf(groups.id, groupIds), belongsOrIsAdmin(db, viewer)))
    .orderBy(asc(groups.id), asc(page.joinedAt), asc(page.memberId));
}

function belongsOrIsAdmin(db: ReadDb, viewer: Viewer) {
  if (viewer.roles.includes('ADMIN')) return undefined;
  const own = sql`own`;
  return exists(
    db
      .named('identity.findGroupMembersPage')
      .select({ one: sql`1` })
      .from(sql`${groupMembers} as ${own}`)
      .where(sql`own.group_id = ${groups.id} and own.member_id = ${viewer.memberId}::uuid`),
  );
}

export interface ViewerGroupRow {
  readonly groupId: string;
  readonly role: GroupRole;
  readonly joinedAt: Date;
}

/** The viewer's own groups, one more than `size` where there is one. */
export function findViewerGroupPage(
  db: ReadDb,
  viewer: Viewer,
  { size, after }: JoiningPage,
): Promise<ViewerGroupRow[]> {
  const isAfter =
    after &&
    sql`(${groupMembers.joinedAt}, ${groupMembers.groupId})
    > (${after.joinedAt.toISOString()}::timestamptz, ${after.id}::uuid)`;
  return db
    .named('identity.findViewerGroupPage')
    .select({ groupId: groupMembers.groupId, role: groupMembers.role, joinedAt: groupMembers.joinedAt })
    .from(groupMembers)
    .where(and(eq(groupMembers.memberId, viewer.memberId), isAfter ?? undefined))
    .orderBy(asc(groupMembers.joinedAt), asc(groupMembers.groupId))
    .limit(size + 1);
}

export async function findGroupRole(tx: Tx, groupId: string, memberId: string): Promise<GroupRole | null> {
  const [row] = await tx
    .named('identity.findGroupRole')
    .select({ role: groupMembers.role })
    .from(groupMembers)
    .where(and(eq(groupMembers.groupId, groupId), eq(groupMembers.memberId, memberId)));
  return row?.role ?? null;
}

export async function countOwners(tx: Tx, groupId: string): Promise<number> {
  const [row] = await tx
    .named('identity.countOwners')
    .select({ owners: count() })
    .from(groupMembers)
    .where(and(eq(groupMembers.groupId, groupId), eq(groupMembers.role, 'OWNER')));
  return row?.owners ?? 0;
}

export async function insertGroupMembers(tx: Tx, rows: readonly GroupMember[]): Promise<void> {
  await tx
    .named('identity.insertGroupMembers')
    .insert(groupMembers)
    .values([...rows]);
}

export async function updateGroupRole(
  tx: Tx,
  { groupId, memberId, role }: Omit<GroupMember, 'joinedAt'>,
): Promise<void> {
  await tx
    .named('identity.updateGroupRole')
    .update(groupMembers)
    .set({ role })
    .where(and(eq(groupMembers.groupId, groupId), eq(groupMembers.memberId, memberId)));
}

export async function deleteGroupMember(tx: Tx, groupId: string, memberId: string): Promise<void> {
  await tx
    .named('identity.deleteGroupMember')
    .delete(groupMembers)
    .where(and(eq(groupMembers.groupId, groupId), eq(groupMembers.memberId, memberId)));
}

/** Groups of a member by ascending id; stable while the caller holds the member's membership lock. */
export async function findGroupIdsOf(tx: Tx, memberId: string): Promise<string[]> {
  const rows = await tx
    .named('identity.findGroupIdsOf')
    .select({ groupId: groupMembers.groupId })
    .from(groupMembers)
    .where(eq(groupMembers.memberId, memberId))
    .orderBy(asc(groupMembers.groupId));
  return rows.map(({ groupId }) => groupId);
}

/** Who joined first among those who remain becomes OWNER where nobody owns the group any more. */
export async function promoteHeirs(tx: Tx, groupIds: readonly string[]): Promise<GroupMember[]> {
  return tx
    .named('identity.promoteHeirs')
    .update(groupMembers)
    .set({ role: 'OWNER' })
    .where(
      sql`(${groupMembers.groupId}, ${groupMembers.memberId}) in (
      select distinct on (m.group_id) m.group_id, m.member_id from ${groupMembers} m
      where m.group_id = any (${sql.param(groupIds)}::uuid[])
        and not exists (select from ${groupMembers} o where o.group_id = m.group_id and o.role = 'OWNER')
      order by m.group_id, m.joined_at, m.member_id)`,
    )
    .returning();
}
