import { ConflictError, ForbiddenError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';

/** Most to least; an OWNER may change who belongs to the group. */
export type GroupRole = 'OWNER' | 'MEMBER';

/** How many people a group can be created with; more join by `addMember`. */
export const maxInitialMembers = 200;

/**
 * The members that a group starts with besides its creator.
 *
 * @throws {InvalidInputError} when there are too many
 */
export function initialMembers(memberIds: readonly string[], creatorId: string): string[] {
  const others = new Set(memberIds.map((id) => id.toLowerCase()));
  others.delete(creatorId);
  if (others.size > maxInitialMembers)
    throw new InvalidInputError(
      'input.memberIds',
      `A group starts with at most ${maxInitialMembers} members.`,
    );
  return [...others].sort();
}

/** @throws {ForbiddenError} for a plain member who is to change somebody else */
export function assertMayRemove(role: GroupRole, isSelf: boolean): void {
  if (role !== 'OWNER' && !isSelf) throw new ForbiddenError('Only an owner of the group may remove others.');
}

/** @throws {ForbiddenError} */
export function assertMayAdd(role: GroupRole): void {
  if (role !== 'OWNER') throw new ForbiddenError('Only an owner of the group may add members.');
}

/** @throws {ConflictError} when nobody would own the group afterwards */
export function assertOwnerRemains(role: GroupRole, ownerCount: number): void {
  if (role === 'OWNER' && ownerCount <= 1)
    throw new ConflictError(
      'The last owner of a group cannot be removed; make somebody else an owner first.',
    );
}
