import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertAuditLines } from '../db/audit-lines.ts';
import { findGroupRole, insertGroupMembers, updateGroupRole } from '../db/group-members.ts';
import { lockMemberships } from '../db/membership-versions.ts';
import { assertMayAdd, type GroupRole } from '../domain/group.ts';
import { tellAdded } from './change-memberships.ts';
import { lockGroupFor } from './lock-group-for.ts';

export interface AddMember {
  readonly groupId: string;
  readonly memberId: string;
  readonly role: GroupRole;
}

/**
 * Adds somebody to a group, or makes a member an OWNER. Who is in already keeps at least their
 * role, so a retry changes nothing.
 *
 * @throws {NotFoundError} unknown group, a group of others, unknown member
 * @throws {ForbiddenError} for a plain member
 */
export async function addMember(services: Services, viewer: Viewer, input: AddMember): Promise<void> {
  const known = { ...input, groupId: toKnownId(input.groupId), memberId: toKnownId(input.memberId) };
  await services.db.write.transaction((tx) => add(tx, services, viewer, known));
}

async function add(tx: Tx, services: Services, viewer: Viewer, input: AddMember): Promise<void> {
  const { groupId, memberId, role } = input;
  const active = await lockMemberships(tx, [memberId]);
  assertMayAdd(await lockGroupFor(tx, viewer, groupId));
  if (active.length === 0) throw new NotFoundError();
  const current = await findGroupRole(tx, groupId, memberId);
  const at = services.now();
  if (!current) {
    await insertGroupMembers(tx, [{ ...input, joinedAt: at }]);
    await tellAdded(tx, services, active, { groupId, actorId: viewer.memberId, at });
  } else if (role === 'OWNER' && current !== 'OWNER') {
    await updateGroupRole(tx, input);
    await insertAuditLines(tx, [ownerLine(services, viewer, input, at)]);
  }
}

function ownerLine({ newId }: Services, viewer: Viewer, { groupId, memberId }: AddMember, at: Date) {
  const change = { action: 'GROUP_OWNER_MADE', subjectId: memberId, detail: { groupId } };
  return { id: newId(), at, actorId: viewer.memberId, ...change };
}
