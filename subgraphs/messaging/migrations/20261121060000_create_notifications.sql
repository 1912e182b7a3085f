-- What a member is told of and has not read yet, or has. One row a member and cause.
CREATE TABLE messaging.notifications (
  id uuid PRIMARY KEY,
  member_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN (
    'EVENT_INVITED', 'EVENT_MOVED', 'EVENT_CANCELLED', 'REMINDER',
    'PLAN_PUBLISHED', 'PLAN_CHANGED', 'PLAN_PUBLICATION_COMPLETED', 'PLAN_PUBLICATION_CANCELLED',
    'RECOMMENDATION_CREATED', 'RECOMMENDATION_REFUNDED', 'COVER_STARTED', 'COVER_ENDED', 'PARKING_FINISHED')),
  -- Who or what it is about: owned by another subgraph, so no foreign key.
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  actor_id uuid,
  starts_at timestamptz(3),
  previous_starts_at timestamptz(3),
  at timestamptz(3) NOT NULL,
  read_at timestamptz(3),
  -- The event that caused it: one effect a cause, even if a delivery were ever handled twice.
  cause_event_id uuid NOT NULL,
  UNIQUE (cause_event_id, member_id)
) WITH (fillfactor = 90);
CREATE INDEX notifications_by_member ON messaging.notifications (member_id, at DESC, id DESC);
CREATE INDEX notifications_unread ON messaging.notifications (member_id, at DESC, id DESC) WHERE read_at IS NULL;

-- An inbox now tells of more than rooms.
ALTER TABLE messaging.inbox_events
  DROP CONSTRAINT inbox_events_kind_check,
  ALTER COLUMN room_id DROP NOT NULL,
  ADD COLUMN notification_id uuid,
  ADD COLUMN subject_kind text,
  ADD COLUMN subject_id uuid,
  ADD CHECK (kind IN ('MESSAGE_RECEIVED', 'ROOM_JOINED', 'ROOM_LEFT', 'ROOM_READ',
    'NOTIFICATION_RECEIVED', 'NOTIFICATIONS_READ', 'ENTITY_CHANGED')),
  ADD CHECK ((room_id IS NOT NULL) = (kind IN ('MESSAGE_RECEIVED', 'ROOM_JOINED', 'ROOM_LEFT', 'ROOM_READ'))),
  ADD CHECK ((notification_id IS NOT NULL) = (kind = 'NOTIFICATION_RECEIVED')),
  ADD CHECK ((subject_id IS NOT NULL) = (kind IN ('NOTIFICATION_RECEIVED', 'ENTITY_CHANGED'))),
  ADD CHECK ((subject_id IS NOT NULL) = (subject_kind IS NOT NULL));
