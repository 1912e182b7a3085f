-- Messages that tell of something elsewhere: what it is, and the times or the score that they tell.
ALTER TABLE messaging.messages
  DROP CONSTRAINT messages_kind_check,
  ADD COLUMN subject_kind text,
  ADD COLUMN subject_id uuid,
  ADD COLUMN starts_at timestamptz(3),
  ADD COLUMN previous_starts_at timestamptz(3),
  ADD COLUMN score integer,
  ADD CHECK (kind IN ('TEXT', 'MEMBER_JOINED', 'MEMBER_LEFT',
    'EVENT_MOVED', 'EVENT_CANCELLED', 'RECOMMENDATION_CREATED', 'PARKING_FINISHED')),
  ADD CHECK ((subject_id IS NOT NULL) = (kind IN (
    'EVENT_MOVED', 'EVENT_CANCELLED', 'RECOMMENDATION_CREATED', 'PARKING_FINISHED'))),
  ADD CHECK ((subject_id IS NOT NULL) = (subject_kind IS NOT NULL)),
  ADD CHECK ((score IS NOT NULL) = (kind = 'PARKING_FINISHED')),
  ADD CHECK (score BETWEEN 0 AND 100);

-- A room made for the publication of a plan; closed when the publication was called off.
ALTER TABLE messaging.chat_rooms
  ADD COLUMN publication_id uuid UNIQUE,
  ADD COLUMN closed_at timestamptz(3);
ALTER TABLE messaging.audit_lines
  DROP CONSTRAINT audit_lines_action_check,
  ADD CHECK (action IN ('ROOM_CREATED', 'MEMBER_JOINED', 'MEMBER_LEFT', 'ROOM_CLOSED'));
