import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, sql } from 'drizzle-orm';
import { follows } from './tables.ts';

export interface Follow {
  readonly followerId: string;
  readonly followedId: string;
}

/** Which of the members the viewer follows. */
export async function findFollowed(db: ReadDb, followerId: string, ids: readonly string[]) {
  const rows = await db
    .named('travel.findFollowed')
    .select({ followedId: follows.followedId })
    .from(follows)
    .where(and(eq(follows.followerId, followerId), sql`${follows.followedId} = any(${idList(ids)})`));
  return rows.map(({ followedId }) => followedId);
}

/** Row and both counters in one statement, which counts what it wrote. The caller holds both members' locks. */
export async function insertFollow(tx: Tx, { followerId, followedId }: Follow, at: Date): Promise<void> {
  await tx.named('travel.insertFollow').execute(sql`
    with added as (
      insert into travel.follows (follower_id, followed_id, created_at)
      values (${followerId}::uuid, ${followedId}::uuid, ${at.toISOString()}::timestamptz)
      on conflict do nothing returning follower_id, followed_id)
    update travel.members as member
    set follower_count = follower_count + (member.member_id = added.followed_id)::int,
      following_count = following_count + (member.member_id = added.follower_id)::int
    from added where member.member_id in (added.follower_id, added.followed_id)`);
}

/** The caller holds both members' locks. */
export async function deleteFollow(tx: Tx, { followerId, followedId }: Follow): Promise<void> {
  await tx.named('travel.deleteFollow').execute(sql`
    with removed as (
      delete from travel.follows
      where follower_id = ${followerId}::uuid and followed_id = ${followedId}::uuid
      returning follower_id, followed_id)
    update travel.members as member
    set follower_count = follower_count - (member.member_id = removed.followed_id)::int,
      following_count = following_count - (member.member_id = removed.follower_id)::int
    from removed where member.member_id in (removed.follower_id, removed.followed_id)`);
}

/** Followers of a member after one of them, by id. */
export async function findFollowerIds(
  db: ReadDb,
  followedId: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .named('travel.findFollowerIds')
    .select({ followerId: follows.followerId })
    .from(follows)
    .where(
      and(
        eq(follows.followedId, followedId),
        after === null ? undefined : sql`${follows.followerId} > ${after}::uuid`,
      ),
    )
    .orderBy(follows.followerId)
    .limit(limit);
  return rows.map(({ followerId }) => followerId);
}
