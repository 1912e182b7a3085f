-- When its card was posted in its room; null before, and once its member withdrew.
ALTER TABLE travel.recommendations ADD COLUMN posted_at timestamptz(3) CHECK (posted_at IS NULL OR chat_room_id IS NOT NULL);
CREATE INDEX recommendations_posted ON travel.recommendations (chat_room_id) WHERE posted_at IS NOT NULL;

-- Who may see the card of somebody else's: who is in the room where it was posted, by messaging's word.
CREATE TABLE travel.recommendation_readers (
  recommendation_id uuid NOT NULL REFERENCES travel.recommendations,
  member_id uuid NOT NULL,
  PRIMARY KEY (recommendation_id, member_id)
);
CREATE INDEX recommendation_readers_by_member ON travel.recommendation_readers (member_id);
