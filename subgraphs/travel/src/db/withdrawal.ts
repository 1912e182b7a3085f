import type { Tx } from '@moim/kit/db/database.ts';
import { sql } from 'drizzle-orm';

/** Marks the member and takes the row's lock: no follow is added any more. */
export async function withdrawKnownMember(tx: Tx, memberId: string, at: Date): Promise<void> {
  await tx.named('travel.withdrawKnownMember').execute(sql`
    insert into travel.members (member_id, withdrawn_at)
    values (${memberId}::uuid, ${at.toISOString()}::timestamptz)
    on conflict (member_id) do update set withdrawn_at = excluded.withdrawn_at`);
}

/** Follows in both directions, out of all counters; locks the others by ascending id first. */
export async function endFollowsOf(tx: Tx, memberId: string): Promise<void> {
  await tx.named('travel.lockFollowNeighbours').execute(sql`
    select 1 from travel.members as member
    where member.member_id in (
      select followed_id from travel.follows where follower_id = ${memberId}::uuid
      union select follower_id from travel.follows where followed_id = ${memberId}::uuid)
    order by member.member_id for no key update`);
  await tx.named('travel.endFollowsOf').execute(sql`
    with removed as (
      delete from travel.follows where follower_id = ${memberId}::uuid or followed_id = ${memberId}::uuid
      returning follower_id, followed_id
    ), change as (
      select member_id, sum(fewer_followers)::int as fewer_followers, sum(fewer_followed)::int as fewer_followed
      from (
        select followed_id as member_id, 1 as fewer_followers, 0 as fewer_followed from removed
        union all select follower_id, 0, 1 from removed) as each
      group by member_id
    )
    update travel.members as member
    set follower_count = follower_count - fewer_followers, following_count = following_count - fewer_followed
    from change where member.member_id = change.member_id`);
}

/** Their plans leave every feed. */
export async function endPlansOf(tx: Tx, memberId: string): Promise<void> {
  await tx.named('travel.endPlansOf').execute(sql`
    update travel.plans set audience = 'PRIVATE', link_token = null, published_at = null, version = version + 1
    where author_id = ${memberId}::uuid and audience <> 'PRIVATE'`);
}

/** Locks the liked plans by ascending id first. */
export async function endLikesOf(tx: Tx, memberId: string): Promise<void> {
  await tx.named('travel.lockLikedPlans').execute(sql`
    select 1 from travel.plans as plan
    where plan.id in (select plan_id from travel.likes where member_id = ${memberId}::uuid)
    order by plan.id for no key update`);
  await tx.named('travel.endLikesOf').execute(sql`
    with removed as (delete from travel.likes where member_id = ${memberId}::uuid returning plan_id)
    update travel.plans as plan set like_count = like_count - 1 from removed where plan.id = removed.plan_id`);
}

export async function leaveTripsOf(tx: Tx, memberId: string): Promise<void> {
  await tx.named('travel.leaveTripsOf').execute(sql`
    delete from travel.plan_companions where member_id = ${memberId}::uuid`);
}
