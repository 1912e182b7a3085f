import { sql, type SQL } from 'drizzle-orm';
import type { PlanAudience } from '../domain/audience.ts';
import type { City } from '../domain/city.ts';

/** A plan as readers get it. */
export interface PlanRow {
  readonly id: string;
  readonly authorId: string;
  readonly title: string;
  readonly city: City;
  readonly travelOn: string;
  readonly untilOn: string;
  readonly groupSize: number;
  readonly budgetMinor: number | null;
  readonly currency: string | null;
  readonly details: string | null;
  readonly audience: PlanAudience;
  readonly linkToken: string | null;
  readonly calendarEventId: string | null;
  readonly chatRoomId: string | null;
  readonly likeCount: number;
  readonly publishedAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
}

/** Columns of `plan` with its city, for `from`. */
export const planColumns: SQL = sql`plan.id, plan.author_id as "authorId", plan.title,
  plan.travel_on::text as "travelOn", plan.until_on::text as "untilOn", plan.group_size as "groupSize",
  plan.budget_minor as "budgetMinor", plan.currency, plan.details, plan.audience,
  plan.link_token as "linkToken", plan.calendar_event_id as "calendarEventId",
  plan.chat_room_id as "chatRoomId", plan.like_count as "likeCount", plan.published_at as "publishedAt",
  plan.created_at as "createdAt", plan.version,
  json_build_object('id', city.id, 'name', city.name, 'nameKo', city.name_ko,
    'countryCode', city.country_code, 'population', city.population, 'latitude', city.latitude,
    'longitude', city.longitude, 'timeZone', city.time_zone) as city`;

/** Joins the city to a plan called `plan`. */
export const joinCity: SQL = sql`join travel.cities as city on city.id = plan.city_id`;

/** A plan as raw SQL carries it: instants are text. */
export type StoredPlan<More = unknown> = Omit<PlanRow, 'publishedAt' | 'createdAt'> & More & StoredInstants;

// A type, not an interface: rows are records by index.
type StoredInstants = { readonly publishedAt: string | null; readonly createdAt: string };

export function asPlan<Stored extends StoredInstants>({ publishedAt, createdAt, ...plan }: Stored) {
  return {
    ...plan,
    publishedAt: publishedAt === null ? null : new Date(publishedAt),
    createdAt: new Date(createdAt),
  };
}
