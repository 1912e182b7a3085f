-- Minutes before each occurrence at which a member is reminded, and the next one that is due.
CREATE TABLE calendar.reminders (
  event_id uuid NOT NULL REFERENCES calendar.events (id) ON DELETE CASCADE,
  member_id uuid NOT NULL,
  minutes_before integer NOT NULL CHECK (minutes_before BETWEEN 0 AND 40320),
  -- Of the next occurrence to remind of; null when there is none.
  original_starts_at timestamptz(3),
  starts_at timestamptz(3),
  due_at timestamptz(3),
  PRIMARY KEY (event_id, member_id, minutes_before),
  CHECK ((due_at IS NULL) = (starts_at IS NULL) AND (due_at IS NULL) = (original_starts_at IS NULL))
) WITH (fillfactor = 70);

-- Once an occurrence at a time, member and distance: a repeated job rings nothing twice.
CREATE TABLE calendar.rung_reminders (
  event_id uuid NOT NULL REFERENCES calendar.events (id) ON DELETE CASCADE,
  member_id uuid NOT NULL,
  minutes_before integer NOT NULL,
  original_starts_at timestamptz(3) NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  reminder_id uuid NOT NULL UNIQUE,
  rung_at timestamptz(3) NOT NULL,
  PRIMARY KEY (event_id, member_id, minutes_before, original_starts_at, starts_at)
);

-- One append-only log a member. `last_seq` is taken under the row's lock: gapless, in commit order.
CREATE TABLE calendar.change_logs (
  member_id uuid PRIMARY KEY,
  last_seq integer NOT NULL CHECK (last_seq > 0)
) WITH (fillfactor = 50);

CREATE TABLE calendar.changes (
  member_id uuid NOT NULL,
  seq integer NOT NULL CHECK (seq > 0),
  kind text NOT NULL CHECK (kind IN ('SCHEDULED', 'MOVED', 'CHANGED', 'CANCELLED', 'ANSWERED')),
  event_id uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (member_id, seq)
);

-- What became of travel's requests; a late or repeated one finds its answer here.
CREATE TABLE calendar.plan_entries (
  publication_id uuid PRIMARY KEY,
  plan_id uuid NOT NULL,
  event_id uuid,
  status text NOT NULL CHECK (status IN ('CREATED', 'REFUSED', 'CANCELLED')),
  at timestamptz(3) NOT NULL
);
