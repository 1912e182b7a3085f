-- What identity's events have said so far. `version` is the last membership change taken in; the row
-- is locked by every change of the member, so that a new room and a removal see each other.
CREATE TABLE messaging.known_members (
  member_id uuid PRIMARY KEY,
  version bigint NOT NULL CHECK (version > 0),
  withdrawn_at timestamptz(3)
) WITH (fillfactor = 70);

-- The row is a lock, as above: between rooms that begin to follow a group and its changes.
CREATE TABLE messaging.known_groups (
  group_id uuid PRIMARY KEY,
  changes bigint NOT NULL DEFAULT 1
) WITH (fillfactor = 70);

CREATE TABLE messaging.group_members (
  group_id uuid NOT NULL,
  member_id uuid NOT NULL,
  PRIMARY KEY (group_id, member_id)
);
CREATE INDEX group_members_by_member ON messaging.group_members (member_id, group_id);
