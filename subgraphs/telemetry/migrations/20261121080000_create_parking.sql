CREATE TABLE telemetry.vehicles (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 50),
  plate text NOT NULL UNIQUE CHECK (char_length(plate) BETWEEN 1 AND 20),
  registered_by uuid NOT NULL,
  registered_at timestamptz(3) NOT NULL
);

-- A session's row is its lock: its two events, started and ended, are numbered under it.
CREATE TABLE telemetry.parking_sessions (
  id uuid PRIMARY KEY,
  vehicle_id uuid NOT NULL REFERENCES telemetry.vehicles (id),
  -- identity's Member.id: no foreign key across subgraphs, as for the three links.
  driver_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('RUNNING', 'FINISHED', 'ABORTED')),
  started_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  abort_reason text CHECK (abort_reason IN ('DRIVER', 'SILENCE', 'WITHDRAWAL')),
  calendar_event_id uuid,
  coverage_period_id uuid,
  share_room_id uuid,
  -- Lets the sensor bridge in; useless once the session is over.
  ingest_token text NOT NULL,
  -- By our clock; a session without samples for 30 minutes is given up.
  last_sample_at timestamptz(3) NOT NULL,
  report jsonb,
  CHECK ((state = 'RUNNING') = (ended_at IS NULL)),
  CHECK ((state = 'FINISHED') = (report IS NOT NULL)),
  CHECK ((state = 'ABORTED') = (abort_reason IS NOT NULL))
) WITH (fillfactor = 70);
-- Nobody drives two cars, and no car is driven by two.
CREATE UNIQUE INDEX parking_sessions_one_a_driver ON telemetry.parking_sessions (driver_id) WHERE state = 'RUNNING';
CREATE UNIQUE INDEX parking_sessions_one_a_vehicle ON telemetry.parking_sessions (vehicle_id) WHERE state = 'RUNNING';
CREATE INDEX parking_sessions_by_driver ON telemetry.parking_sessions (driver_id, started_at DESC, id DESC);

-- What the sensors said, to look at and to rebuild the coach's state from.
CREATE TABLE telemetry.sample_frames (
  session_id uuid NOT NULL REFERENCES telemetry.parking_sessions (id),
  -- Microseconds since the epoch by the sensors' clock: a frame is stored once however often it is sent.
  sensor_at_us bigint NOT NULL,
  frame jsonb NOT NULL,
  PRIMARY KEY (session_id, sensor_at_us)
);

CREATE TABLE telemetry.parking_alerts (
  session_id uuid NOT NULL REFERENCES telemetry.parking_sessions (id),
  seq integer NOT NULL CHECK (seq > 0),
  id uuid NOT NULL UNIQUE,
  sensor_at_ms double precision NOT NULL,
  pattern text NOT NULL,
  danger text NOT NULL CHECK (danger IN ('CAUTION', 'WARNING', 'STOP')),
  sensor_id text,
  distance_cm double precision,
  speed_mps double precision NOT NULL,
  PRIMARY KEY (session_id, seq)
);
