import { instant } from '@moim/kit/db/instant.ts';
import { bigint, customType, date, integer, pgSchema, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { accessTasks } from '../domain/access.ts';
import { callbackOutcomes } from '../domain/callback.ts';
import { coverageEnds } from '../domain/cover.ts';

/** Everything this subgraph stores lives in one Postgres schema that no other service can read. */
export const insurance = pgSchema('insurance');

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export const rateCards = insurance.table('rate_cards', {
  version: integer().primaryKey(),
  wonPerHour: integer('won_per_hour').notNull(),
  validFrom: instant('valid_from').notNull(),
  validUntil: instant('valid_until'),
});

export const policies = insurance.table('policies', {
  id: uuid().primaryKey(),
  number: text().notNull().unique(),
  holderId: uuid('holder_id').notNull().unique(),
  openedAt: instant('opened_at').notNull(),
  sealedKey: bytes('sealed_key'),
  sealedData: bytes('sealed_data'),
  nameToken: bytes('name_token'),
  phoneToken: bytes('phone_token'),
  licenceToken: bytes('licence_token'),
  carrySixtieths: integer('carry_sixtieths').notNull().default(0),
  lastSeq: integer('last_seq').notNull().default(0),
  holderWithdrawnAt: instant('holder_withdrawn_at'),
  eraseAfter: instant('erase_after'),
  erasedAt: instant('erased_at'),
});

export const coveragePeriods = insurance.table('coverage_periods', {
  id: uuid().primaryKey(),
  policyId: uuid('policy_id').notNull(),
  travelPlanId: uuid('travel_plan_id'),
  rateVersion: integer('rate_version').notNull(),
  startsAt: instant('starts_at').notNull(),
  confirmedAt: instant('confirmed_at'),
  lastEventSeq: integer('last_event_seq').notNull(),
});

export const coverageBeliefs = insurance.table(
  'coverage_beliefs',
  {
    periodId: uuid('period_id').notNull(),
    number: integer().notNull(),
    policyId: uuid('policy_id').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at'),
    knownFrom: instant('known_from').notNull(),
    knownUntil: instant('known_until'),
    endedBy: text('ended_by', { enum: coverageEnds }),
    premiumWon: bigint('premium_won', { mode: 'number' }),
    reason: text(),
    ticket: text(),
  },
  (t) => [primaryKey({ columns: [t.periodId, t.number] })],
);

export const premiumEntries = insurance.table(
  'premium_entries',
  {
    periodId: uuid('period_id').notNull(),
    beliefNumber: integer('belief_number').notNull(),
    policyId: uuid('policy_id').notNull(),
    amountWon: bigint('amount_won', { mode: 'number' }).notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.periodId, t.beliefNumber] })],
);

export const coverageChanges = insurance.table(
  'coverage_changes',
  {
    policyId: uuid('policy_id').notNull(),
    seq: integer().notNull(),
    periodId: uuid('period_id').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.policyId, t.seq] })],
);

export const accessDays = insurance.table('access_days', {
  day: date().primaryKey(),
  lastNumber: integer('last_number').notNull(),
  lastHash: bytes('last_hash').notNull(),
  keepUntil: instant('keep_until').notNull(),
});

export const accessEntries = insurance.table(
  'access_entries',
  {
    day: date().notNull(),
    number: integer().notNull(),
    id: uuid().notNull().unique(),
    at: instant('at').notNull(),
    policyId: uuid('policy_id').notNull(),
    task: text({ enum: accessTasks }).notNull(),
    actorId: uuid('actor_id'),
    actorRole: text('actor_role').notNull(),
    origin: text(),
    fields: text().array().notNull(),
    reason: text(),
    ticket: text(),
    hash: bytes('hash').notNull(),
    keepUntil: instant('keep_until').notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.number] })],
);

export const insurerCallbacks = insurance.table('insurer_callbacks', {
  eventId: text('event_id').primaryKey(),
  payloadHash: bytes('payload_hash').notNull(),
  policyNumber: text('policy_number').notNull(),
  periodId: uuid('period_id').notNull(),
  effectiveAt: instant('effective_at').notNull(),
  receivedAt: instant('received_at').notNull(),
  outcome: text({ enum: callbackOutcomes }).notNull(),
  settledAt: instant('settled_at'),
  deliveries: integer().notNull().default(1),
});

export const quarantinedCallbacks = insurance.table(
  'quarantined_callbacks',
  {
    eventId: text('event_id').notNull(),
    payloadHash: bytes('payload_hash').notNull(),
    body: text().notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.payloadHash] })],
);
