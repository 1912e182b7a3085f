import { sql, type SQL } from 'drizzle-orm';
import { recommendations } from './tables.ts';

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

/** True in SQL where the recommendation is the member's, or its card stands in a room that they are in. */
export function mayReadRecommendation(memberId: string): SQL {
  return sql`(${recommendations.memberId} = ${memberId}::uuid or exists (
    select from travel.recommendation_readers as reader
    where reader.recommendation_id = ${recommendations.id} and reader.member_id = ${memberId}::uuid))`;
}
