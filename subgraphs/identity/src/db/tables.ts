import { instant } from '@moim/kit/db/instant.ts';
import { customType, date, integer, jsonb, pgSchema, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { JWK } from 'jose';
import type { Role } from '@moim/kit/auth/viewer.ts';
import type { DeclineReason, HoldState, ReleaseReason } from '../domain/credit-hold.ts';
import type { GroupRole } from '../domain/group.ts';
import type { Account, TransferKind } from '../domain/ledger.ts';
import type { Locale } from '../domain/locale.ts';
import type { PaymentOutcome, TopUpState } from '../domain/top-up.ts';

/** Everything identity stores; no other subgraph's role can read it. Indexes and checks: `migrations/`. */
export const schema = pgSchema('identity');

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export const members = schema.table('members', {
  id: uuid().primaryKey(),
  /** Lower case; `withdrawn:<id>` once erased. */
  handle: text().notNull(),
  name: text().notNull(),
  sortName: text('sort_name').notNull(),
  locale: text().$type<Locale>().notNull(),
  /** IANA name. */
  timeZone: text('time_zone').notNull(),
  /** `#RRGGBB`. */
  avatarColor: text('avatar_color').notNull(),
  roles: text().array().$type<Role[]>().notNull(),
  createdAt: instant('created_at').notNull(),
  withdrawnAt: instant('withdrawn_at'),
  erasedAt: instant('erased_at'),
});

/** Count of changes to a member's memberships; its row lock orders them. */
export const membershipVersions = schema.table('membership_versions', {
  memberId: uuid('member_id').primaryKey(),
  version: integer().notNull(),
});

export const credentials = schema.table('credentials', {
  memberId: uuid('member_id').primaryKey(),
  /** argon2id in PHC form. */
  passwordHash: text('password_hash').notNull(),
});

export const memberSearchTerms = schema.table(
  'member_search_terms',
  { memberId: uuid('member_id').notNull(), term: text().notNull() },
  (t) => [primaryKey({ columns: [t.memberId, t.term] })],
);

export type EndReason = 'LOGGED_OUT' | 'REUSED' | 'WITHDRAWN';

export const sessions = schema.table('sessions', {
  id: uuid().primaryKey(),
  memberId: uuid('member_id').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  endedAt: instant('ended_at'),
  endReason: text('end_reason').$type<EndReason>(),
});

export const refreshTokens = schema.table('refresh_tokens', {
  tokenHash: bytes('token_hash').primaryKey(),
  sessionId: uuid('session_id').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
  successorSalt: bytes('successor_salt'),
  successorHash: bytes('successor_hash'),
});

export const signingKeys = schema.table('signing_keys', {
  kid: text().primaryKey(),
  privateJwk: jsonb('private_jwk').$type<JWK>().notNull(),
  publicJwk: jsonb('public_jwk').$type<JWK>().notNull(),
  createdAt: instant('created_at').notNull(),
  retiredAt: instant('retired_at'),
});

export const groups = schema.table('groups', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  createdBy: uuid('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  requestHash: bytes('request_hash').notNull(),
});

export const groupMembers = schema.table(
  'group_members',
  {
    groupId: uuid('group_id').notNull(),
    memberId: uuid('member_id').notNull(),
    role: text().$type<GroupRole>().notNull(),
    joinedAt: instant('joined_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.groupId, t.memberId] })],
);

export const apps = schema.table('apps', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  scopes: text().array().notNull(),
  secretHash: bytes('secret_hash').notNull(),
  secretHint: text('secret_hint').notNull(),
  createdBy: uuid('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  revokedBy: uuid('revoked_by'),
  revokedAt: instant('revoked_at'),
  /** `YYYY-MM-DD`, in UTC. */
  lastUsedOn: date('last_used_on', { mode: 'string' }),
});

export const auditLines = schema.table('audit_lines', {
  id: uuid().primaryKey(),
  at: instant('at').notNull(),
  actorId: uuid('actor_id'),
  action: text().notNull(),
  subjectId: uuid('subject_id').notNull(),
  detail: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
});

export const wallets = schema.table('wallets', {
  memberId: uuid('member_id').primaryKey(),
  balance: integer().notNull().default(0),
  held: integer().notNull().default(0),
  lastSeq: integer('last_seq').notNull().default(0),
});

export const creditTransfers = schema.table('credit_transfers', {
  id: uuid().primaryKey(),
  memberId: uuid('member_id').notNull(),
  seq: integer().notNull(),
  kind: text().$type<TransferKind>().notNull(),
  amount: integer().notNull(),
  purpose: text().notNull(),
  purposeId: uuid('purpose_id'),
  cause: text().notNull(),
  balanceAfter: integer('balance_after').notNull(),
  heldAfter: integer('held_after').notNull(),
  at: instant('at').notNull(),
});

export const creditEntries = schema.table(
  'credit_entries',
  {
    transferId: uuid('transfer_id').notNull(),
    account: text().$type<Account>().notNull(),
    amount: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.transferId, t.account] })],
);

export const creditHolds = schema.table('credit_holds', {
  id: uuid().primaryKey(),
  memberId: uuid('member_id').notNull(),
  amount: integer().notNull(),
  purpose: text().notNull(),
  state: text().$type<HoldState>().notNull(),
  reason: text().$type<DeclineReason | ReleaseReason>(),
  holdUntil: instant('hold_until').notNull(),
  placedAt: instant('placed_at').notNull(),
  endedAt: instant('ended_at'),
});

export const topUps = schema.table('top_ups', {
  id: uuid().primaryKey(),
  memberId: uuid('member_id').notNull(),
  credits: integer().notNull(),
  priceWon: integer('price_won').notNull(),
  state: text().$type<TopUpState>().notNull(),
  provider: text().notNull(),
  sessionId: text('session_id'),
  checkoutUrl: text('checkout_url'),
  requestedAt: instant('requested_at').notNull(),
  endedAt: instant('ended_at'),
});

export const paymentEvents = schema.table(
  'payment_events',
  {
    provider: text().notNull(),
    eventId: text('event_id').notNull(),
    bodyDigest: text('body_digest').notNull(),
    receivedAt: instant('received_at').notNull(),
    outcome: text().$type<PaymentOutcome>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.provider, t.eventId] })],
);
