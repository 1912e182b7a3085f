-- The master of an event: wall times of its zone and the rule as written. UTC is derived from it.
CREATE TABLE calendar.events (
  id uuid PRIMARY KEY,
  calendar_id uuid NOT NULL REFERENCES calendar.calendars (id),
  organizer_id uuid NOT NULL,
  -- RFC 5545 UID: the same in every export.
  uid text NOT NULL,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  description text,
  location text,
  -- `2026-11-21T15:00:00` in time_zone; midnight for an all-day event.
  starts_wall text NOT NULL CHECK (starts_wall ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$'),
  -- Elapsed seconds; for an all-day event whole days of 86400.
  duration_s integer NOT NULL CHECK (duration_s >= 0),
  time_zone text NOT NULL,
  is_all_day boolean NOT NULL,
  -- Of the first occurrence that is left.
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  recurrence_rule text,
  -- Wall times of the zone.
  rdates text[] NOT NULL,
  exdates text[] NOT NULL,
  -- Occurrences are there until then; null: all of them.
  materialised_until timestamptz(3),
  -- RFC 5545 TRANSP: false lets the member be free meanwhile.
  blocks_time boolean NOT NULL,
  meeting_room_id uuid REFERENCES calendar.meeting_rooms (id),
  chat_room_id uuid,
  is_cancelled boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  -- Sequence of the aggregate's last published event; taken under the row's lock.
  last_seq integer NOT NULL DEFAULT 0,
  split_from uuid,
  -- iCalendar properties and components that we have no column for, as jCal.
  extra jsonb NOT NULL,
  request_digest text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX events_by_calendar ON calendar.events (calendar_id) WHERE NOT is_cancelled;
CREATE INDEX events_by_organizer ON calendar.events (organizer_id) WHERE NOT is_cancelled;
CREATE UNIQUE INDEX events_by_uid ON calendar.events (calendar_id, uid) WHERE NOT is_cancelled;
CREATE INDEX events_to_extend ON calendar.events (materialised_until)
  WHERE materialised_until IS NOT NULL AND NOT is_cancelled;

-- One occurrence that differs from its series; null: as in the series.
CREATE TABLE calendar.overrides (
  event_id uuid NOT NULL REFERENCES calendar.events (id) ON DELETE CASCADE,
  -- RFC 5545 RECURRENCE-ID: start by the rule, as wall time.
  recurrence_wall text NOT NULL,
  starts_wall text NOT NULL,
  duration_s integer NOT NULL CHECK (duration_s >= 0),
  title text CHECK (char_length(title) BETWEEN 1 AND 200),
  description text,
  location text,
  has_own_room boolean NOT NULL,
  meeting_room_id uuid REFERENCES calendar.meeting_rooms (id),
  extra jsonb NOT NULL,
  PRIMARY KEY (event_id, recurrence_wall)
);

CREATE TABLE calendar.attendees (
  event_id uuid NOT NULL REFERENCES calendar.events (id) ON DELETE CASCADE,
  member_id uuid NOT NULL,
  answer text NOT NULL CHECK (answer IN ('NEEDS_ACTION', 'ACCEPTED', 'TENTATIVE', 'DECLINED')),
  PRIMARY KEY (event_id, member_id)
);
CREATE INDEX attendees_by_member ON calendar.attendees (member_id, event_id);

-- What the masters expand to: the only place where times are compared. A rule cannot be guarded
-- against double booking, rows can.
CREATE TABLE calendar.occurrences (
  event_id uuid NOT NULL REFERENCES calendar.events (id) ON DELETE CASCADE,
  original_starts_at timestamptz(3) NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL CHECK (ends_at >= starts_at),
  during tstzrange GENERATED ALWAYS AS (tstzrange(starts_at, ends_at)) STORED,
  title text,
  meeting_room_id uuid REFERENCES calendar.meeting_rooms (id),
  is_exception boolean NOT NULL,
  PRIMARY KEY (event_id, original_starts_at),
  -- Deferrable, so that one statement may shift back-to-back bookings.
  CONSTRAINT occurrences_room_is_free EXCLUDE USING gist (meeting_room_id WITH =, during WITH &&)
    WHERE (meeting_room_id IS NOT NULL) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX occurrences_by_time ON calendar.occurrences (event_id, starts_at);
