import { instant } from '@moim/kit/db/instant.ts';
import { bigint, boolean, integer, jsonb, pgSchema, primaryKey, text, uuid } from 'drizzle-orm/pg-core';

/** Everything this subgraph stores lives in one Postgres schema that no other service can read. */
export const calendar = pgSchema('calendar');

export const knownMembers = calendar.table('known_members', {
  memberId: uuid('member_id').primaryKey(),
  version: bigint({ mode: 'number' }).notNull(),
  withdrawnAt: instant('withdrawn_at'),
});

export const groupMembers = calendar.table(
  'group_members',
  { groupId: uuid('group_id').notNull(), memberId: uuid('member_id').notNull() },
  (t) => [primaryKey({ columns: [t.groupId, t.memberId] })],
);

export const calendars = calendar.table('calendars', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  color: text({ enum: ['BLUE', 'GREEN', 'RED', 'ORANGE', 'PURPLE', 'TEAL', 'PINK', 'GRAY'] }).notNull(),
  timeZone: text('time_zone').notNull(),
  memberId: uuid('member_id'),
  groupId: uuid('group_id'),
  isPersonal: boolean('is_personal').notNull(),
  createdBy: uuid('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  requestDigest: text('request_digest').notNull(),
  feedKey: text('feed_key'),
});

export const meetingRooms = calendar.table('meeting_rooms', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  place: text().notNull(),
  capacity: integer().notNull(),
  equipment: text({ enum: ['SCREEN', 'VIDEO', 'WHITEBOARD', 'PHONE', 'ACCESSIBLE'] })
    .array()
    .notNull(),
  createdAt: instant('created_at').notNull(),
  requestDigest: text('request_digest').notNull(),
});

export const events = calendar.table('events', {
  id: uuid().primaryKey(),
  calendarId: uuid('calendar_id').notNull(),
  organizerId: uuid('organizer_id').notNull(),
  uid: text().notNull(),
  title: text().notNull(),
  description: text(),
  location: text(),
  startsWall: text('starts_wall').notNull(),
  durationS: integer('duration_s').notNull(),
  timeZone: text('time_zone').notNull(),
  isAllDay: boolean('is_all_day').notNull(),
  startsAt: instant('starts_at').notNull(),
  endsAt: instant('ends_at').notNull(),
  recurrenceRule: text('recurrence_rule'),
  rdates: text().array().notNull(),
  exdates: text().array().notNull(),
  materialisedUntil: instant('materialised_until'),
  blocksTime: boolean('blocks_time').notNull(),
  meetingRoomId: uuid('meeting_room_id'),
  chatRoomId: uuid('chat_room_id'),
  isCancelled: boolean('is_cancelled').notNull().default(false),
  version: integer().notNull().default(1),
  lastSeq: integer('last_seq').notNull().default(0),
  splitFrom: uuid('split_from'),
  extra: jsonb().$type<Jcal>().notNull(),
  requestDigest: text('request_digest').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/** jCal (RFC 7265): kept as it came, understood by the ICS port alone. */
export type Jcal = readonly unknown[];

export const overrides = calendar.table(
  'overrides',
  {
    eventId: uuid('event_id').notNull(),
    recurrenceWall: text('recurrence_wall').notNull(),
    startsWall: text('starts_wall').notNull(),
    durationS: integer('duration_s').notNull(),
    title: text(),
    description: text(),
    location: text(),
    hasOwnRoom: boolean('has_own_room').notNull(),
    meetingRoomId: uuid('meeting_room_id'),
    extra: jsonb().$type<Jcal>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.recurrenceWall] })],
);

export const attendees = calendar.table(
  'attendees',
  {
    eventId: uuid('event_id').notNull(),
    memberId: uuid('member_id').notNull(),
    answer: text({ enum: ['NEEDS_ACTION', 'ACCEPTED', 'TENTATIVE', 'DECLINED'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.memberId] })],
);

export const occurrences = calendar.table(
  'occurrences',
  {
    eventId: uuid('event_id').notNull(),
    originalStartsAt: instant('original_starts_at').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    title: text(),
    meetingRoomId: uuid('meeting_room_id'),
    isException: boolean('is_exception').notNull(),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.originalStartsAt] })],
);

export const reminders = calendar.table(
  'reminders',
  {
    eventId: uuid('event_id').notNull(),
    memberId: uuid('member_id').notNull(),
    minutesBefore: integer('minutes_before').notNull(),
    originalStartsAt: instant('original_starts_at'),
    startsAt: instant('starts_at'),
    dueAt: instant('due_at'),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.memberId, t.minutesBefore] })],
);
