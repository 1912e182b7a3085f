import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { deleteFollow, type Follow, insertFollow } from '../db/follows.ts';
import { insertMember, lockMembers } from '../db/members.ts';
import { areKnown } from './assert-companions.ts';

interface FollowInput {
  readonly memberId: string;
}

/**
 * Follows a member; following again changes nothing.
 *
 * @throws {InvalidInputError} for oneself
 * @throws {NotFoundError} for an unknown member, and one who withdrew
 */
export function followMember(services: Services, viewer: Viewer, input: FollowInput): Promise<string> {
  return change(services, viewer, input, (tx, follow) => insertFollow(tx, follow, services.now()));
}

/** The opposite of `followMember`. */
export function unfollowMember(services: Services, viewer: Viewer, input: FollowInput): Promise<string> {
  return change(services, viewer, input, deleteFollow);
}

async function change(
  services: Services,
  { memberId: followerId }: Viewer,
  input: FollowInput,
  apply: (tx: Tx, follow: Follow) => Promise<void>,
): Promise<string> {
  const followedId = toKnownId(input.memberId);
  if (followedId === followerId) throw new InvalidInputError('input.memberId', 'Nobody follows themselves.');
  if (!(await areKnown(services, [followedId]))) throw new NotFoundError();
  await services.db.write.transaction(async (tx) => {
    await insertMember(tx, followerId); // a token proves that the account is there
    const active = await lockMembers(tx, [followerId, followedId]);
    if (active.length < 2) throw new NotFoundError();
    await apply(tx, { followerId, followedId });
  });
  return followedId;
}
