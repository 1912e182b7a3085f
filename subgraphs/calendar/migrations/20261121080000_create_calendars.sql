-- What identity's events have said so far; `version` is the last membership change taken in.
CREATE TABLE calendar.known_members (
  member_id uuid PRIMARY KEY,
  version bigint NOT NULL CHECK (version > 0),
  withdrawn_at timestamptz(3)
) WITH (fillfactor = 70);

CREATE TABLE calendar.group_members (
  -- identity's Group.id: no foreign key across subgraphs.
  group_id uuid NOT NULL,
  member_id uuid NOT NULL,
  PRIMARY KEY (group_id, member_id)
);
CREATE INDEX group_members_by_member ON calendar.group_members (member_id, group_id);

-- The row is also the lock under which a member who declines when busy is booked.
CREATE TABLE calendar.member_settings (
  member_id uuid PRIMARY KEY,
  declines_when_busy boolean NOT NULL
);

CREATE TABLE calendar.calendars (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
  color text NOT NULL CHECK (color IN ('BLUE', 'GREEN', 'RED', 'ORANGE', 'PURPLE', 'TEAL', 'PINK', 'GRAY')),
  -- IANA name.
  time_zone text NOT NULL,
  member_id uuid,
  group_id uuid,
  -- The one calendar that every member has.
  is_personal boolean NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  -- What was asked for, to tell a retry from another request with the same id.
  request_digest text NOT NULL,
  -- Secret part of the feed's address; null: there is no feed.
  feed_key text,
  CHECK ((member_id IS NULL) <> (group_id IS NULL)),
  CHECK (NOT is_personal OR member_id IS NOT NULL)
);
CREATE UNIQUE INDEX calendars_personal ON calendar.calendars (member_id) WHERE is_personal;
CREATE INDEX calendars_by_member ON calendar.calendars (member_id);
CREATE INDEX calendars_by_group ON calendar.calendars (group_id);

CREATE TABLE calendar.meeting_rooms (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
  place text NOT NULL CHECK (char_length(place) BETWEEN 1 AND 200),
  capacity integer NOT NULL CHECK (capacity BETWEEN 1 AND 10000),
  equipment text[] NOT NULL,
  created_at timestamptz(3) NOT NULL,
  request_digest text NOT NULL
);
