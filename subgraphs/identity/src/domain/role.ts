import { type Role, roles as allRoles } from '@moim/kit/auth/viewer.ts';
import { ConflictError, ForbiddenError } from '@moim/kit/errors/domain-error.ts';

/** Somebody has to let others in. */
export const firstMemberRoles: readonly Role[] = ['MEMBER', 'ADMIN'];
export const newMemberRoles: readonly Role[] = ['MEMBER'];

/** Each role once, in the documented order; everybody is a MEMBER. */
export const normalizeRoles = (roles: readonly Role[]): Role[] =>
  allRoles.filter((role) => role === 'MEMBER' || roles.includes(role));

/** @throws {ForbiddenError} for everybody but an ADMIN */
export function assertAdmin(roles: readonly Role[]): void {
  if (!roles.includes('ADMIN')) throw new ForbiddenError('Only an administrator may do this.');
}

/**
 * @param adminIds - everybody who is an ADMIN now
 * @throws {ConflictError} when `leavingId` is the only one
 */
export function assertAdminRemains(adminIds: readonly string[], leavingId: string): void {
  if (adminIds.length === 1 && adminIds[0] === leavingId)
    throw new ConflictError('The last administrator cannot go; make somebody else one first.');
}
