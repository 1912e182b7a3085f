-- One saga each: room and entry are asked for at once; all of them come, or all are taken back.
CREATE TABLE travel.publications (
  id uuid PRIMARY KEY,
  plan_id uuid NOT NULL REFERENCES travel.plans,
  author_id uuid NOT NULL,
  audience text NOT NULL CHECK (audience IN ('PRIVATE', 'FOLLOWERS', 'LINK', 'PUBLIC')),
  state text NOT NULL CHECK (state IN ('RUNNING', 'COMPLETED', 'CANCELLED')),
  failure text,
  -- Ids that the parts will have; null for a part that was not wanted.
  chat_room_id uuid,
  calendar_event_id uuid,
  is_room_made boolean NOT NULL DEFAULT false,
  is_entry_made boolean NOT NULL DEFAULT false,
  requested_at timestamptz(3) NOT NULL,
  ends_by timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  last_event_seq integer NOT NULL DEFAULT 0,
  CHECK ((state = 'RUNNING') = (ended_at IS NULL)),
  CHECK ((state = 'CANCELLED') = (failure IS NOT NULL)),
  CHECK (chat_room_id IS NOT NULL OR calendar_event_id IS NOT NULL)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX publications_running ON travel.publications (plan_id) WHERE state = 'RUNNING';
CREATE INDEX publications_by_plan ON travel.publications (plan_id, requested_at DESC);
CREATE INDEX publications_open ON travel.publications (ends_by) WHERE state = 'RUNNING';
