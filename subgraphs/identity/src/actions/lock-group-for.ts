import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { findGroupRole } from '../db/group-members.ts';
import { lockGroups } from '../db/groups.ts';
import type { GroupRole } from '../domain/group.ts';

/**
 * Locks the group and says what the viewer may do there; an ADMIN counts as OWNER.
 *
 * @throws {NotFoundError} for a group that does not exist or that the viewer does not belong to
 */
export async function lockGroupFor(tx: Tx, { memberId, roles }: Viewer, groupId: string): Promise<GroupRole> {
  const [locked] = await lockGroups(tx, [groupId]);
  if (!locked) throw new NotFoundError();
  if (roles.includes('ADMIN')) return 'OWNER';
  const role = await findGroupRole(tx, groupId, memberId);
  if (!role) throw new NotFoundError();
  return role;
}
