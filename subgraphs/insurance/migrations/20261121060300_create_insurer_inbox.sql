-- What the insurer called us about, once each. A row whose policy is not known yet waits here.
CREATE TABLE insurance.insurer_callbacks (
  event_id text PRIMARY KEY CHECK (char_length(event_id) BETWEEN 1 AND 100),
  payload_hash bytea NOT NULL,
  policy_number text NOT NULL,
  period_id uuid NOT NULL,
  effective_at timestamptz(3) NOT NULL,
  received_at timestamptz(3) NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('ENDED', 'NOOP', 'PARKED', 'REFUSED')),
  settled_at timestamptz(3),
  deliveries integer NOT NULL DEFAULT 1 CHECK (deliveries > 0),
  CHECK ((outcome = 'PARKED') = (settled_at IS NULL))
);
CREATE INDEX insurer_callbacks_parked ON insurance.insurer_callbacks (received_at) WHERE outcome = 'PARKED';
CREATE INDEX insurer_callbacks_by_period ON insurance.insurer_callbacks (period_id);

-- Another body under an id that was heard before: somebody should look.
CREATE TABLE insurance.quarantined_callbacks (
  event_id text NOT NULL,
  payload_hash bytea NOT NULL,
  body text NOT NULL,
  received_at timestamptz(3) NOT NULL,
  PRIMARY KEY (event_id, payload_hash)
);
