import { and, asc, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import type { GroupRole } from '../domain/group.ts';
import { isAnyOf } from './is-any-of.ts';
import { groupMembers, groups } from './tables.ts';

export interface VisibleGroup {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly memberCount: number;
  /** What the viewer may do there: an ADMIN counts as OWNER everywhere. */
  readonly viewerRole: GroupRole;
}

/** In any order; a group is seen by its members and by ADMIN. */
export async function findGroupsByIds(
  db: ReadDb,
  { viewer }: OperationIdentity,
  ids: readonly string[],
): Promise<VisibleGroup[]> {
  if (!viewer) return [];
  const isAdmin = viewer.roles.includes('ADMIN');
  return db
    .named('identity.findGroupsByIds')
    .select({
      id: groups.id,
      name: groups.name,
      createdAt: groups.createdAt,
      memberCount: sql`(select count(*) from ${groupMembers} m where m.group_id = ${groups.id})`.mapWith(
        Number,
      ),
      viewerRole: viewerRole(isAdmin),
    })
    .from(groups)
    .leftJoin(
      groupMembers,
      and(eq(groupMembers.groupId, groups.id), eq(groupMembers.memberId, viewer.memberId)),
    )
    .where(and(isAnyOf(groups.id, ids), isAdmin ? undefined : isNotNull(groupMembers.memberId)));
}

const viewerRole = (isAdmin: boolean): SQL<GroupRole> =>
  isAdmin ? sql<GroupRole>`'OWNER'` : sql<GroupRole>`${groupMembers.role}`;

export type NewGroup = typeof groups.$inferInsert;

/** False when the id is taken; nothing was written then. */
export async function insertGroup(tx: Tx, group: NewGroup): Promise<boolean> {
  const rows = await tx
    .named('identity.insertGroup')
    .insert(groups)
    .values(group)
    .onConflictDoNothing({ target: groups.id })
    .returning({ id: groups.id });
  return rows.length > 0;
}

export async function findRequestHash(tx: Tx, groupId: string): Promise<Buffer | null> {
  const [row] = await tx
    .named('identity.findRequestHash')
    .select({ requestHash: groups.requestHash })
    .from(groups)
    .where(eq(groups.id, groupId));
  return row?.requestHash ?? null;
}

/** Locks those that exist, by ascending id; their owners and members cannot change meanwhile. */
export async function lockGroups(tx: Tx, groupIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .named('identity.lockGroups')
    .select({ id: groups.id })
    .from(groups)
    .where(isAnyOf(groups.id, groupIds))
    .orderBy(asc(groups.id))
    .for('no key update');
  return rows.map(({ id }) => id);
}
