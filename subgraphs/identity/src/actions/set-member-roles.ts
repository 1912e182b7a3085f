import type { Role, Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { ForbiddenError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertAuditLines } from '../db/audit-lines.ts';
import { lockAdmins, lockRoles, updateRoles } from '../db/members.ts';
import { assertAdmin, assertAdminRemains, normalizeRoles } from '../domain/role.ts';

export interface SetMemberRoles {
  readonly memberId: string;
  /** The whole set; MEMBER is always among them. */
  readonly roles: readonly Role[];
}

/**
 * Takes effect with the member's next operation.
 *
 * @returns the roles as they are now
 * @throws {ForbiddenError} for everybody but an ADMIN, whatever the id
 * @throws {NotFoundError} for an unknown or withdrawn member
 * @throws {ConflictError} when nobody would be ADMIN afterwards
 */
export async function setMemberRoles(
  services: Services,
  viewer: Viewer,
  input: SetMemberRoles,
): Promise<Role[]> {
  assertAdmin(viewer.roles);
  const known = { memberId: toKnownId(input.memberId), roles: normalizeRoles(input.roles) };
  return services.db.write.transaction((tx) => set(tx, services, viewer, known));
}

interface Target {
  readonly memberId: string;
  readonly roles: Role[];
}

async function set(tx: Tx, services: Services, viewer: Viewer, { memberId, roles }: Target): Promise<Role[]> {
  const adminIds = await lockAdmins(tx);
  // The token may be older than the loss of the right.
  if (!adminIds.includes(viewer.memberId)) throw new ForbiddenError();
  const before = await lockRoles(tx, memberId);
  if (!before) throw new NotFoundError();
  if (!roles.includes('ADMIN')) assertAdminRemains(adminIds, memberId);
  if (before.join() === roles.join()) return roles;
  await updateRoles(tx, memberId, roles);
  const line = { action: 'ROLES_SET', subjectId: memberId, detail: { before, after: roles } };
  await insertAuditLines(tx, [
    { id: services.newId(), at: services.now(), actorId: viewer.memberId, ...line },
  ]);
  return roles;
}
