import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertAuditLines } from '../db/audit-lines.ts';
import { countOwners, deleteGroupMember, findGroupRole } from '../db/group-members.ts';
import { lockMemberships } from '../db/membership-versions.ts';
import { assertMayRemove, assertOwnerRemains } from '../domain/group.ts';
import { tellRemoved } from './change-memberships.ts';
import { lockGroupFor } from './lock-group-for.ts';

export interface RemoveMember {
  readonly groupId: string;
  /** The viewer's own id leaves the group. */
  readonly memberId: string;
}

/**
 * Takes somebody out of a group.
 *
 * @throws {NotFoundError} unknown group, a group of others, somebody who is not in it
 * @throws {ForbiddenError} for a plain member who is to remove another
 * @throws {ConflictError} for the last owner
 */
export async function removeMember(services: Services, viewer: Viewer, input: RemoveMember): Promise<void> {
  const known = { groupId: toKnownId(input.groupId), memberId: toKnownId(input.memberId) };
  await services.db.write.transaction((tx) => remove(tx, services, viewer, known));
}

async function remove(tx: Tx, services: Services, viewer: Viewer, input: RemoveMember): Promise<void> {
  const { groupId, memberId } = input;
  await lockMemberships(tx, [memberId]);
  const isSelf = memberId === viewer.memberId;
  assertMayRemove(await lockGroupFor(tx, viewer, groupId), isSelf);
  const role = await findGroupRole(tx, groupId, memberId);
  if (!role) throw new NotFoundError();
  assertOwnerRemains(role, await countOwners(tx, groupId));
  const at = services.now();
  await deleteGroupMember(tx, groupId, memberId);
  await tellRemoved(tx, services, memberId, { groupId, actorId: viewer.memberId, at });
  const line = { action: 'GROUP_MEMBER_REMOVED', subjectId: memberId, detail: { groupId } };
  await insertAuditLines(tx, [{ id: services.newId(), at, actorId: viewer.memberId, ...line }]);
}
