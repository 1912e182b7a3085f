import { sql, type SQL } from 'drizzle-orm';

/** True in SQL where the member may see the plan called `plan`; stands in the predicate of every read. */
export function mayRead(memberId: string): SQL {
  return sql`(plan.deleted_at is null and (
    plan.author_id = ${memberId}::uuid
    or plan.audience = 'PUBLIC'
    or (plan.audience = 'FOLLOWERS' and exists (
      select from travel.follows as own
      where own.follower_id = ${memberId}::uuid and own.followed_id = plan.author_id))
    or exists (
      select from travel.plan_companions as own
      where own.plan_id = plan.id and own.member_id = ${memberId}::uuid)))`;
}
