import { memberAdded, memberRemoved } from '@moim/schema/contracts/identity.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { nextMembershipVersions } from '../db/membership-versions.ts';

export interface MembershipChange {
  readonly groupId: string;
  readonly actorId: string;
  readonly at: Date;
}

/** Tells that these members are in the group now. The caller holds their membership locks. */
export async function tellAdded(
  tx: Tx,
  { newId }: Services,
  memberIds: readonly string[],
  { groupId, actorId, at }: MembershipChange,
): Promise<void> {
  for (const [memberId, membershipVersion] of await nextMembershipVersions(tx, memberIds))
    await appendEvent(tx, 'identity', {
      contract: memberAdded,
      id: newId(),
      aggregateId: memberId,
      aggregateSeq: membershipVersion,
      payload: { memberId, groupId, membershipVersion, addedBy: actorId },
      occurredAt: at,
    });
}

/** Tells that this member is not in the group any more. The caller holds the membership lock. */
export async function tellRemoved(
  tx: Tx,
  { newId }: Services,
  memberId: string,
  { groupId, actorId, at }: MembershipChange,
): Promise<void> {
  for (const [, membershipVersion] of await nextMembershipVersions(tx, [memberId]))
    await appendEvent(tx, 'identity', {
      contract: memberRemoved,
      id: newId(),
      aggregateId: memberId,
      aggregateSeq: membershipVersion,
      payload: { memberId, groupId, membershipVersion, removedBy: actorId },
      occurredAt: at,
    });
}
