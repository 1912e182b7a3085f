import { asc, eq, isNull, and, sql } from 'drizzle-orm';
import type { Tx } from '@moim/kit/db/database.ts';
import { isAnyOf } from './is-any-of.ts';
import { members, membershipVersions } from './tables.ts';

export async function insertMembershipVersion(tx: Tx, memberId: string): Promise<void> {
  await tx
    .named('identity.insertMembershipVersion')
    .insert(membershipVersions)
    .values({ memberId, version: 1 });
}

/**
 * The members of these ids who are active, with the right to change their memberships until the
 * transaction ends. Whoever also locks groups locks them afterwards, and each kind by ascending id.
 */
export async function lockMemberships(tx: Tx, memberIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .named('identity.lockMemberships')
    .select({ memberId: membershipVersions.memberId })
    .from(membershipVersions)
    .innerJoin(members, eq(members.id, membershipVersions.memberId))
    .where(and(isAnyOf(membershipVersions.memberId, memberIds), isNull(members.withdrawnAt)))
    .orderBy(asc(membershipVersions.memberId))
    .for('no key update', { of: membershipVersions });
  return rows.map(({ memberId }) => memberId);
}

/** The next version of each, which is also its event's sequence; the caller holds their locks. */
export async function nextMembershipVersions(
  tx: Tx,
  memberIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx
    .named('identity.nextMembershipVersions')
    .update(membershipVersions)
    .set({ version: sql`${membershipVersions.version} + 1` })
    .where(isAnyOf(membershipVersions.memberId, memberIds))
    .returning();
  return new Map(rows.map(({ memberId, version }) => [memberId, version]));
}
