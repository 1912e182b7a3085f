-- A room's row is its lock: every place in its timeline is taken under it, so that `seq` is gapless
-- and commit order is reading order. Neither changing column is indexed, so updates stay in the page.
CREATE TABLE messaging.chat_rooms (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('DIRECT', 'GROUP')),
  title text CHECK (char_length(title) BETWEEN 1 AND 80),
  -- The two members of a direct room in order: one room a pair, for ever.
  direct_low uuid,
  direct_high uuid,
  created_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  -- What was asked for, to tell a retry from another request with the same id.
  request_digest text NOT NULL,
  last_seq integer NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
  last_activity_at timestamptz(3) NOT NULL,
  UNIQUE (direct_low, direct_high),
  CHECK ((kind = 'DIRECT') = (direct_low IS NOT NULL AND direct_high IS NOT NULL)),
  CHECK (direct_low < direct_high),
  CHECK ((kind = 'DIRECT') = (title IS NULL))
) WITH (fillfactor = 70);

CREATE TABLE messaging.chat_room_groups (
  room_id uuid NOT NULL REFERENCES messaging.chat_rooms (id),
  -- identity's Group.id: no foreign key across subgraphs.
  group_id uuid NOT NULL,
  PRIMARY KEY (room_id, group_id)
);
CREATE INDEX chat_room_groups_by_group ON messaging.chat_room_groups (group_id, room_id);

-- Who is in the room now: own members and the members of the groups it follows.
CREATE TABLE messaging.chat_room_members (
  room_id uuid NOT NULL REFERENCES messaging.chat_rooms (id),
  member_id uuid NOT NULL,
  -- Stays whatever happens in the groups.
  is_own boolean NOT NULL,
  joined_at timestamptz(3) NOT NULL,
  -- seq of the MEMBER_JOINED message; 0 for those the room was created with.
  joined_seq integer NOT NULL CHECK (joined_seq >= 0),
  read_seq integer NOT NULL CHECK (read_seq >= 0),
  PRIMARY KEY (room_id, member_id)
) WITH (fillfactor = 70);
CREATE INDEX chat_room_members_by_member ON messaging.chat_room_members (member_id, room_id);

CREATE TABLE messaging.messages (
  room_id uuid NOT NULL REFERENCES messaging.chat_rooms (id),
  seq integer NOT NULL CHECK (seq > 0),
  -- Made by the sender's client: a retry finds it taken.
  id uuid NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('TEXT', 'MEMBER_JOINED', 'MEMBER_LEFT')),
  -- Author, or who joined or left.
  member_id uuid NOT NULL,
  text text CHECK (char_length(text) BETWEEN 1 AND 4000),
  sent_at timestamptz(3) NOT NULL,
  PRIMARY KEY (room_id, seq),
  CHECK ((kind = 'TEXT') = (text IS NOT NULL))
);

-- Who changed whose membership, and through which event of identity (null: the member's own request).
CREATE TABLE messaging.audit_lines (
  id uuid PRIMARY KEY,
  at timestamptz(3) NOT NULL,
  action text NOT NULL CHECK (action IN ('ROOM_CREATED', 'MEMBER_JOINED', 'MEMBER_LEFT')),
  room_id uuid NOT NULL REFERENCES messaging.chat_rooms (id),
  member_id uuid NOT NULL,
  actor_id uuid NOT NULL,
  cause_event_id uuid,
  -- One effect a cause, even if a delivery were ever handled twice.
  UNIQUE (cause_event_id, room_id, member_id)
);
CREATE INDEX audit_lines_by_room ON messaging.audit_lines (room_id, at);
