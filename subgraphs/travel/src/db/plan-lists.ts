import type { ReadDb } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { sql, type SQL } from 'drizzle-orm';
import { asPlan, joinCity, planColumns, type PlanRow, type StoredPlan } from './plan-rows.ts';
import { mayRead } from './rights.ts';

/** Place in a list that shows the newest first. */
export interface InstantKey {
  readonly at: Date;
  readonly id: string;
}

interface PageOf<Key> {
  readonly after: Key | null;
  /** Rows to read: one more than the page. */
  readonly limit: number;
}

const isBefore = (at: SQL, key: InstantKey | null): SQL =>
  key === null ? sql`true` : sql`(${at}, plan.id) < (${key.at.toISOString()}::timestamptz, ${key.id}::uuid)`;

/** Public plans, the newest publication first. */
export async function findPublicPlans(db: ReadDb, { after, limit }: PageOf<InstantKey>): Promise<PlanRow[]> {
  const { rows } = await db.named('travel.findPublicPlans').execute<StoredPlan>(sql`
    select ${planColumns} from travel.plans as plan ${joinCity}
    where plan.audience = 'PUBLIC' and ${isBefore(sql`plan.published_at`, after)}
    order by plan.published_at desc, plan.id desc limit ${limit}`);
  return rows.map(asPlan);
}

/** What those whom the viewer follows share, the newest publication first. */
export async function findFollowingPlans(
  db: ReadDb,
  viewerId: string,
  { after, limit }: PageOf<InstantKey>,
): Promise<PlanRow[]> {
  const { rows } = await db.named('travel.findFollowingPlans').execute<StoredPlan>(sql`
    select ${planColumns} from travel.plans as plan ${joinCity}
    where plan.audience in ('FOLLOWERS', 'PUBLIC')
      and plan.author_id in (
        select followed_id from travel.follows where follower_id = ${viewerId}::uuid)
      and ${isBefore(sql`plan.published_at`, after)}
    order by plan.published_at desc, plan.id desc limit ${limit}`);
  return rows.map(asPlan);
}

export type LikedPlanRow = PlanRow & { readonly likedAt: string };

/** What the viewer likes and still may see, the last liked first. */
export async function findLikedPlans(
  db: ReadDb,
  viewerId: string,
  { after, limit }: PageOf<InstantKey>,
): Promise<LikedPlanRow[]> {
  const { rows } = await db.named('travel.findLikedPlans').execute<StoredPlan<{ likedAt: string }>>(sql`
    select ${planColumns}, liked.created_at as "likedAt"
    from travel.likes as liked join travel.plans as plan on plan.id = liked.plan_id ${joinCity}
    where liked.member_id = ${viewerId}::uuid and ${mayRead(viewerId)}
      and ${isBefore(sql`liked.created_at`, after)}
    order by liked.created_at desc, plan.id desc limit ${limit}`);
  return rows.map(asPlan);
}

/** For each member what they share with the viewer, the newest publication first. */
export async function findSharedPlans(
  db: ReadDb,
  viewerId: string,
  memberIds: readonly string[],
  { after, limit }: PageOf<InstantKey>,
): Promise<PlanRow[]> {
  const { rows } = await db.named('travel.findSharedPlans').execute<StoredPlan>(sql`
    select page.* from unnest(${idList(memberIds)}) as member (id)
    cross join lateral (
      select ${planColumns} from travel.plans as plan ${joinCity}
      where plan.author_id = member.id and plan.audience in ('FOLLOWERS', 'PUBLIC') and ${mayRead(viewerId)}
        and ${isBefore(sql`plan.published_at`, after)}
      order by plan.published_at desc, plan.id desc limit ${limit}
    ) as page`);
  return rows.map(asPlan);
}

/** Place in the viewer's list: coming trips by their first day, then past ones from the last. */
export interface TripKey {
  /** When the first page was read; what was past then is so for the whole list. */
  readonly asOf: Date;
  readonly isPast: boolean;
  readonly travelOn: string;
  readonly id: string;
}

export type TripRow = PlanRow & { readonly isPast: boolean };

/** The viewer's plans and those on which they are a companion. A trip is past when its last day is over there. */
export async function findTrips(
  db: ReadDb,
  viewerId: string,
  { asOf, after, limit }: PageOf<TripKey> & { readonly asOf: Date },
): Promise<TripRow[]> {
  const isPast = sql`plan.until_on < (${asOf.toISOString()}::timestamptz at time zone city.time_zone)::date`;
  // Days as numbers, so that past ones run backwards under one ascending order.
  const place = sql`case when ${isPast}
    then date '1970-01-01' - plan.travel_on else plan.travel_on - date '1970-01-01' end`;
  const isAfter =
    after === null
      ? sql`true`
      : sql`(${isPast}, ${place}, plan.id) > (${after.isPast}::boolean,
          case when ${after.isPast}::boolean then date '1970-01-01' - ${after.travelOn}::date
            else ${after.travelOn}::date - date '1970-01-01' end, ${after.id}::uuid)`;
  const { rows } = await db.named('travel.findTrips').execute<StoredPlan<{ isPast: boolean }>>(sql`
    select ${planColumns}, ${isPast} as "isPast" from travel.plans as plan ${joinCity}
    where ${isOnTrip(viewerId)} and ${isAfter}
    order by ${isPast}, ${place}, plan.id limit ${limit}`);
  return rows.map(asPlan);
}

/** Most plans of one day; more than that nobody travels. */
const maxPlansADay = 50;

/** Plans on which the viewer travels on that day. */
export async function findTripsOn(db: ReadDb, viewerId: string, day: string): Promise<PlanRow[]> {
  const { rows } = await db.named('travel.findTripsOn').execute<StoredPlan>(sql`
    select ${planColumns} from travel.plans as plan ${joinCity}
    where ${isOnTrip(viewerId)} and ${day}::date between plan.travel_on and plan.until_on
    order by plan.travel_on, plan.id limit ${maxPlansADay}`);
  return rows.map(asPlan);
}

const isOnTrip = (viewerId: string): SQL => sql`plan.deleted_at is null and plan.id in (
  select id from travel.plans where author_id = ${viewerId}::uuid
  union all select plan_id from travel.plan_companions where member_id = ${viewerId}::uuid)`;
