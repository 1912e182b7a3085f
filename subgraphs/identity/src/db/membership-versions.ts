import { asc, sql } from 'drizzle-orm';
import type { Tx } from '@moim/kit/db/database.ts';
import { isAnyOf } from './is-any-of.ts';
import { findActiveMemberIds } from './members.ts';
import { membershipVersions } from './tables.ts';

export async function insertMembershipVersion(tx: Tx, memberId: string): Promise<void> {
  await tx
    .named('identity.insertMembershipVersion')
    .insert(membershipVersions)
    .values({ memberId, version: 1 });
}

/**
 * Takes the right to change the memberships of these members until the transaction ends. Whoever
 * also locks groups locks them afterwards, and each kind by ascending id.
 *
 * @returns those who are active, by ascending id; asked in a statement of its own, because a
 *   statement that waited for a lock still sees other rows as they were before it waited
 */
export async function lockMemberships(tx: Tx, memberIds: readonly string[]): Promise<string[]> {
  await tx
    .named('identity.lockMemberships')
    .select({ memberId: membershipVersions.memberId })
    .from(membershipVersions)
    .where(isAnyOf(membershipVersions.memberId, memberIds))
    .orderBy(asc(membershipVersions.memberId))
    .for('no key update');
  return findActiveMemberIds(tx, memberIds);
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
