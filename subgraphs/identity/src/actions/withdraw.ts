import { memberWithdrawn } from '@moim/schema/contracts/identity.ts';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { InvalidInputError, UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertAuditLines } from '../db/audit-lines.ts';
import { deleteCredentials, findAccount } from '../db/credentials.ts';
import { deleteGroupMember, findGroupIdsOf, promoteHeirs } from '../db/group-members.ts';
import { lockGroups } from '../db/groups.ts';
import { lockAdmins, updateWithdrawnAt } from '../db/members.ts';
import { lockMemberships, nextMembershipVersions } from '../db/membership-versions.ts';
import { endSessionsOf } from '../db/sessions.ts';
import { accountAtAddressLimit } from '../domain/attempts.ts';
import { normalizePassword } from '../domain/password.ts';
import { assertAdminRemains } from '../domain/role.ts';
import { passwordHasher } from '../ports/password-hasher.ts';
import { allowAttempt } from './allow-attempt.ts';
import { releaseHoldsOf } from './end-hold.ts';
import { tellRemoved } from './change-memberships.ts';

/**
 * Closes the viewer's account: out of every group, every session over. The row stays readable for
 * CX for two months. A group that loses its last owner is owned by whoever joined it first.
 *
 * @returns when it was closed
 * @throws {InvalidInputError} for a wrong password
 * @throws {ConflictError} for the last ADMIN
 * @throws {RateLimitedError} after too many wrong passwords
 */
export async function withdraw(services: Services, viewer: Viewer, password: string): Promise<Date> {
  await confirm(services, viewer, password);
  return services.db.write.transaction((tx) => close(tx, services, viewer.memberId));
}

async function confirm(services: Services, { memberId }: Viewer, password: string): Promise<void> {
  await allowAttempt(services, [{ subject: `withdraw ${memberId}`, limit: accountAtAddressLimit }]);
  const account = await findAccount(services.db.write, memberId);
  const isRight = await passwordHasher.verify(account?.passwordHash ?? null, normalizePassword(password));
  if (!isRight) throw new InvalidInputError('input.password', 'The password is wrong.');
}

async function close(tx: Tx, services: Services, memberId: string): Promise<Date> {
  assertAdminRemains(await lockAdmins(tx), memberId);
  const active = await lockMemberships(tx, [memberId]);
  if (active.length === 0) throw new UnauthenticatedError();
  const at = services.now();
  await leaveGroups(tx, services, memberId, at);
  await releaseHoldsOf(tx, services, memberId);
  await updateWithdrawnAt(tx, memberId, at);
  await deleteCredentials(tx, memberId);
  await endSessionsOf(tx, memberId, { at, reason: 'WITHDRAWN' });
  await tellWithdrawn(tx, services, memberId, at);
  const line = { action: 'MEMBER_WITHDRAWN', subjectId: memberId, detail: {} };
  await insertAuditLines(tx, [{ id: services.newId(), at, actorId: memberId, ...line }]);
  return at;
}

async function leaveGroups(tx: Tx, services: Services, memberId: string, at: Date): Promise<void> {
  const groupIds = await findGroupIdsOf(tx, memberId);
  await lockGroups(tx, groupIds);
  for (const groupId of groupIds) {
    await deleteGroupMember(tx, groupId, memberId);
    await tellRemoved(tx, services, memberId, { groupId, actorId: memberId, at });
  }
  const heirs = await promoteHeirs(tx, groupIds);
  const lines = heirs.map(({ groupId, memberId: heirId }) => ({
    id: services.newId(),
    at,
    actorId: memberId,
    action: 'GROUP_OWNER_MADE',
    subjectId: heirId,
    detail: { groupId },
  }));
  await insertAuditLines(tx, lines);
}

async function tellWithdrawn(tx: Tx, { newId }: Services, memberId: string, at: Date): Promise<void> {
  for (const [, membershipVersion] of await nextMembershipVersions(tx, [memberId]))
    await appendEvent(tx, 'identity', {
      contract: memberWithdrawn,
      id: newId(),
      aggregateId: memberId,
      aggregateSeq: membershipVersion,
      payload: { memberId, membershipVersion },
      occurredAt: at,
    });
}
