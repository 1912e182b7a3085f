import { instant } from '@moim/kit/db/instant.ts';
import {
  boolean,
  date,
  doublePrecision,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import type { PlanAudience } from '../domain/audience.ts';
import type { PublicationFailure, PublicationState } from '../domain/publication.ts';
import type { RecommendationKind, RecommendationState, RefundReason } from '../domain/recommendation.ts';
import type { Suggestion } from '../domain/suggestion.ts';

/** Everything this subgraph stores lives in one Postgres schema that no other service can read. */
export const travel = pgSchema('travel');

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

export const recommendations = travel.table('recommendations', {
  id: uuid().primaryKey(),
  memberId: uuid('member_id').notNull(),
  kind: text().$type<RecommendationKind>().notNull(),
  state: text().$type<RecommendationState>().notNull(),
  costCredits: integer('cost_credits').notNull(),
  reason: text().$type<RefundReason>(),
  chatRoomId: uuid('chat_room_id'),
  timeZone: text('time_zone').notNull(),
  requestedAt: instant('requested_at').notNull(),
  holdUntil: instant('hold_until').notNull(),
  endedAt: instant('ended_at'),
  suggestion: jsonb().$type<Suggestion>(),
  planId: uuid('plan_id'),
  postedAt: instant('posted_at'),
  lastEventSeq: integer('last_event_seq').notNull().default(0),
  lastStepSeq: integer('last_step_seq').notNull().default(0),
});

export const recommendationSteps = travel.table(
  'recommendation_steps',
  {
    recommendationId: uuid('recommendation_id').notNull(),
    seq: integer().notNull(),
    state: text().$type<RecommendationState>().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.recommendationId, t.seq] })],
);

export const publications = travel.table('publications', {
  id: uuid().primaryKey(),
  planId: uuid('plan_id').notNull(),
  authorId: uuid('author_id').notNull(),
  audience: text().$type<PlanAudience>().notNull(),
  state: text().$type<PublicationState>().notNull(),
  failure: text().$type<PublicationFailure>(),
  chatRoomId: uuid('chat_room_id'),
  calendarEventId: uuid('calendar_event_id'),
  isRoomMade: boolean('is_room_made').notNull().default(false),
  isEntryMade: boolean('is_entry_made').notNull().default(false),
  requestedAt: instant('requested_at').notNull(),
  endsBy: instant('ends_by').notNull(),
  endedAt: instant('ended_at'),
  lastEventSeq: integer('last_event_seq').notNull().default(0),
});
