-- What never changes about a period. What is believed of it stands below.
CREATE TABLE insurance.coverage_periods (
  id uuid PRIMARY KEY,
  policy_id uuid NOT NULL REFERENCES insurance.policies (id),
  -- travel's TravelPlan.id.
  travel_plan_id uuid,
  rate_version integer NOT NULL REFERENCES insurance.rate_cards (version),
  starts_at timestamptz(3) NOT NULL,
  -- The insurer's first word on its end; null: a member's end still awaits it.
  confirmed_at timestamptz(3),
  last_event_seq integer NOT NULL CHECK (last_event_seq > 0)
) WITH (fillfactor = 70);
CREATE INDEX coverage_periods_by_policy ON insurance.coverage_periods (policy_id, starts_at DESC, id DESC);
CREATE INDEX coverage_periods_by_plan ON insurance.coverage_periods (travel_plan_id, starts_at DESC)
  WHERE travel_plan_id IS NOT NULL;

-- Two time axes: [starts_at, ends_at) is when cover holds, [known_from, known_until) is when we believed so.
-- A belief is never edited: `known_until` is closed once and the next belief stands beside it. A period that
-- ended where it started covers no instant.
CREATE TABLE insurance.coverage_beliefs (
  period_id uuid NOT NULL REFERENCES insurance.coverage_periods (id),
  -- 1, 2, 3 … within the period.
  number integer NOT NULL CHECK (number > 0),
  policy_id uuid NOT NULL REFERENCES insurance.policies (id),
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) CHECK (ends_at >= starts_at),
  known_from timestamptz(3) NOT NULL,
  known_until timestamptz(3) CHECK (known_until > known_from),
  ended_by text CHECK (ended_by IN ('MEMBER', 'PARKING', 'CX', 'INSURER', 'WITHDRAWAL')),
  -- For the whole period; null while it runs.
  premium_won bigint CHECK (premium_won >= 0),
  -- CX: why, and where it was asked for.
  reason text CHECK (char_length(reason) BETWEEN 1 AND 500),
  ticket text CHECK (char_length(ticket) BETWEEN 1 AND 40),
  PRIMARY KEY (period_id, number),
  CHECK (num_nulls(ends_at, ended_by, premium_won) IN (0, 3)),
  CONSTRAINT cover_never_overlaps EXCLUDE USING gist (
    policy_id WITH =, tstzrange(starts_at, ends_at) WITH &&, tstzrange(known_from, known_until) WITH &&),
  CONSTRAINT one_belief_at_a_time EXCLUDE USING gist (
    period_id WITH =, tstzrange(known_from, known_until) WITH &&)
);
CREATE UNIQUE INDEX coverage_beliefs_current ON insurance.coverage_beliefs (period_id) WHERE known_until IS NULL;

-- A correction is an entry of its own, never an edited charge. The key makes rating twice rating once.
CREATE TABLE insurance.premium_entries (
  period_id uuid NOT NULL,
  belief_number integer NOT NULL,
  policy_id uuid NOT NULL REFERENCES insurance.policies (id),
  amount_won bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (period_id, belief_number),
  FOREIGN KEY (period_id, belief_number) REFERENCES insurance.coverage_beliefs (period_id, number)
);
CREATE INDEX premium_entries_by_policy ON insurance.premium_entries (policy_id, at);

-- The log that `coverageChanged` follows; seq is the policy's last_seq, gapless.
CREATE TABLE insurance.coverage_changes (
  policy_id uuid NOT NULL REFERENCES insurance.policies (id),
  seq integer NOT NULL CHECK (seq > 0),
  period_id uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (policy_id, seq)
);
