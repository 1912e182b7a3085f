import { instant } from '@moim/kit/db/instant.ts';
import { bigint, boolean, integer, pgSchema, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { entityKinds } from '../domain/entity.ts';
import { messageKinds } from '../domain/message.ts';
import { notificationKinds } from '../domain/notification.ts';

/** Everything this subgraph stores lives in one Postgres schema that no other service can read. */
export const messaging = pgSchema('messaging');

export const chatRooms = messaging.table('chat_rooms', {
  id: uuid().primaryKey(),
  kind: text({ enum: ['DIRECT', 'GROUP'] }).notNull(),
  title: text(),
  directLow: uuid('direct_low'),
  directHigh: uuid('direct_high'),
  createdBy: uuid('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  requestDigest: text('request_digest').notNull(),
  lastSeq: integer('last_seq').notNull().default(0),
  lastActivityAt: instant('last_activity_at').notNull(),
  publicationId: uuid('publication_id').unique(),
  closedAt: instant('closed_at'),
});

export const chatRoomGroups = messaging.table(
  'chat_room_groups',
  { roomId: uuid('room_id').notNull(), groupId: uuid('group_id').notNull() },
  (t) => [primaryKey({ columns: [t.roomId, t.groupId] })],
);

export const chatRoomMembers = messaging.table(
  'chat_room_members',
  {
    roomId: uuid('room_id').notNull(),
    memberId: uuid('member_id').notNull(),
    isOwn: boolean('is_own').notNull(),
    joinedAt: instant('joined_at').notNull(),
    joinedSeq: integer('joined_seq').notNull(),
    readSeq: integer('read_seq').notNull(),
  },
  (t) => [primaryKey({ columns: [t.roomId, t.memberId] })],
);

export const messages = messaging.table(
  'messages',
  {
    roomId: uuid('room_id').notNull(),
    seq: integer().notNull(),
    id: uuid().notNull().unique(),
    kind: text({ enum: messageKinds }).notNull(),
    memberId: uuid('member_id').notNull(),
    text: text(),
    subjectKind: text('subject_kind', { enum: entityKinds }),
    subjectId: uuid('subject_id'),
    startsAt: instant('starts_at'),
    previousStartsAt: instant('previous_starts_at'),
    score: integer(),
    sentAt: instant('sent_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.roomId, t.seq] })],
);

export const auditLines = messaging.table('audit_lines', {
  id: uuid().primaryKey(),
  at: instant('at').notNull(),
  action: text({ enum: ['ROOM_CREATED', 'MEMBER_JOINED', 'MEMBER_LEFT', 'ROOM_CLOSED'] }).notNull(),
  roomId: uuid('room_id').notNull(),
  memberId: uuid('member_id').notNull(),
  actorId: uuid('actor_id').notNull(),
  causeEventId: uuid('cause_event_id'),
});

export const knownMembers = messaging.table('known_members', {
  memberId: uuid('member_id').primaryKey(),
  version: bigint({ mode: 'number' }).notNull(),
  withdrawnAt: instant('withdrawn_at'),
});

export const knownGroups = messaging.table('known_groups', {
  groupId: uuid('group_id').primaryKey(),
  changes: bigint({ mode: 'number' }).notNull().default(1),
});

export const groupMembers = messaging.table(
  'group_members',
  { groupId: uuid('group_id').notNull(), memberId: uuid('member_id').notNull() },
  (t) => [primaryKey({ columns: [t.groupId, t.memberId] })],
);

export const inboxes = messaging.table('inboxes', {
  memberId: uuid('member_id').primaryKey(),
  lastSeq: integer('last_seq').notNull(),
});

export const notifications = messaging.table('notifications', {
  id: uuid().primaryKey(),
  memberId: uuid('member_id').notNull(),
  kind: text({ enum: notificationKinds }).notNull(),
  subjectKind: text('subject_kind', { enum: entityKinds }).notNull(),
  subjectId: uuid('subject_id').notNull(),
  actorId: uuid('actor_id'),
  startsAt: instant('starts_at'),
  previousStartsAt: instant('previous_starts_at'),
  at: instant('at').notNull(),
  readAt: instant('read_at'),
  causeEventId: uuid('cause_event_id').notNull(),
});
