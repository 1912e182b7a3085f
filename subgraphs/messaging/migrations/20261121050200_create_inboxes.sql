-- One append-only log a member. `last_seq` is taken under the row's lock: gapless, in commit order.
CREATE TABLE messaging.inboxes (
  member_id uuid PRIMARY KEY,
  last_seq integer NOT NULL CHECK (last_seq > 0)
) WITH (fillfactor = 50);

CREATE TABLE messaging.inbox_events (
  member_id uuid NOT NULL,
  seq integer NOT NULL CHECK (seq > 0),
  kind text NOT NULL CHECK (kind IN ('MESSAGE_RECEIVED', 'ROOM_JOINED', 'ROOM_LEFT', 'ROOM_READ')),
  -- No foreign keys: a message writes one row a member here, and each would be checked by a query.
  room_id uuid NOT NULL,
  -- The message that caused it; null when none did.
  message_seq integer,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (member_id, seq)
);
