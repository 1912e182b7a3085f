import {
  date,
  doublePrecision,
  integer,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { PlanAudience } from '../domain/audience.ts';

/** Everything this subgraph stores lives in one Postgres schema that no other service can read. */
export const travel = pgSchema('travel');

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const cities = travel.table('cities', {
  /** GeoNames id. */
  id: integer().primaryKey(),
  name: text().notNull(),
  nameKo: text('name_ko'),
  countryCode: text('country_code').notNull(),
  population: integer().notNull(),
  latitude: doublePrecision().notNull(),
  longitude: doublePrecision().notNull(),
  timeZone: text('time_zone').notNull(),
});

export const members = travel.table('members', {
  memberId: uuid('member_id').primaryKey(),
  withdrawnAt: instant('withdrawn_at'),
  followerCount: integer('follower_count').notNull().default(0),
  followingCount: integer('following_count').notNull().default(0),
});

export const follows = travel.table(
  'follows',
  {
    followerId: uuid('follower_id').notNull(),
    followedId: uuid('followed_id').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.followerId, t.followedId] })],
);

export const plans = travel.table('plans', {
  id: uuid().primaryKey(),
  authorId: uuid('author_id').notNull(),
  title: text().notNull(),
  cityId: integer('city_id').notNull(),
  travelOn: date('travel_on', { mode: 'string' }).notNull(),
  untilOn: date('until_on', { mode: 'string' }).notNull(),
  groupSize: integer('group_size').notNull(),
  budgetMinor: integer('budget_minor'),
  currency: text(),
  details: text(),
  audience: text().$type<PlanAudience>().notNull().default('PRIVATE'),
  linkToken: text('link_token'),
  calendarEventId: uuid('calendar_event_id'),
  chatRoomId: uuid('chat_room_id'),
  likeCount: integer('like_count').notNull().default(0),
  publishedAt: instant('published_at'),
  createdAt: instant('created_at').notNull(),
  deletedAt: instant('deleted_at'),
  version: integer().notNull().default(1),
  lastEventSeq: integer('last_event_seq').notNull().default(0),
  requestDigest: text('request_digest').notNull(),
});

export const planCompanions = travel.table(
  'plan_companions',
  { planId: uuid('plan_id').notNull(), memberId: uuid('member_id').notNull() },
  (t) => [primaryKey({ columns: [t.planId, t.memberId] })],
);

export const likes = travel.table(
  'likes',
  {
    planId: uuid('plan_id').notNull(),
    memberId: uuid('member_id').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.planId, t.memberId] })],
);

export const announcements = travel.table('announcements', {
  planId: uuid('plan_id').primaryKey(),
  requestedAt: instant('requested_at').notNull(),
  toldUpTo: uuid('told_up_to'),
  endedAt: instant('ended_at'),
});
