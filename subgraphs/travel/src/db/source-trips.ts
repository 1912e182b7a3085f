import type { ReadDb } from '@moim/kit/db/database.ts';
import { sql } from 'drizzle-orm';
import { asPlan, joinCity, planColumns, type PlanRow, type StoredPlan } from './plan-rows.ts';
import { recommendations } from './tables.ts';

/** The last trips of the member's own, each city once. */
export async function findOwnTrips(db: ReadDb, memberId: string, limit: number): Promise<PlanRow[]> {
  const { rows } = await db.named('travel.findOwnTrips').execute<StoredPlan>(sql`
    select page.* from (
      select distinct on (plan.city_id) ${planColumns} from travel.plans as plan ${joinCity}
      where plan.author_id = ${memberId}::uuid and plan.deleted_at is null
        and not exists (select from travel.recommendations as made where made.plan_id = plan.id)
      order by plan.city_id, plan.travel_on desc) as page
    order by page."travelOn" desc, page.id limit ${limit}`);
  return rows.map(asPlan);
}

/** What was suggested to the member before, the last first. */
export async function findEarlierSuggestions(db: ReadDb, memberId: string, limit: number) {
  const rows = await db
    .named('travel.findEarlierSuggestions')
    .select({ suggestion: recommendations.suggestion })
    .from(recommendations)
    .where(sql`${recommendations.memberId} = ${memberId}::uuid and ${recommendations.suggestion} is not null`)
    .orderBy(sql`${recommendations.requestedAt} desc`)
    .limit(limit);
  return rows.flatMap(({ suggestion }) => suggestion?.city ?? []);
}
