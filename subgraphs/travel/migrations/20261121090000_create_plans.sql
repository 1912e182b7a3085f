-- Cities that plans speak of, as the city index knew them when the first plan was made: reading a plan
-- never loads the index.
CREATE TABLE travel.cities (
  -- GeoNames id.
  id integer PRIMARY KEY,
  name text NOT NULL,
  name_ko text,
  -- ISO 3166-1 alpha-2.
  country_code text NOT NULL CHECK (country_code ~ '^[A-Z]{2}$'),
  population integer NOT NULL CHECK (population >= 0),
  latitude double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  time_zone text NOT NULL
);

-- What identity's events have said, and the counters of follows. The row is the lock of both.
CREATE TABLE travel.members (
  member_id uuid PRIMARY KEY,
  withdrawn_at timestamptz(3),
  follower_count integer NOT NULL DEFAULT 0 CHECK (follower_count >= 0),
  following_count integer NOT NULL DEFAULT 0 CHECK (following_count >= 0)
) WITH (fillfactor = 70);

CREATE TABLE travel.follows (
  follower_id uuid NOT NULL REFERENCES travel.members,
  followed_id uuid NOT NULL REFERENCES travel.members,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (follower_id, followed_id),
  CHECK (follower_id <> followed_id)
);
CREATE INDEX follows_by_followed ON travel.follows (followed_id, follower_id);

-- The row is the lock of everything about the plan: likes, companions, its events' sequence.
CREATE TABLE travel.plans (
  -- Made by the client: a retry finds it taken. A deleted plan keeps its row, so that its id stays taken.
  id uuid PRIMARY KEY,
  author_id uuid NOT NULL,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 80),
  city_id integer NOT NULL REFERENCES travel.cities,
  travel_on date NOT NULL,
  until_on date NOT NULL,
  group_size integer NOT NULL CHECK (group_size BETWEEN 1 AND 500),
  budget_minor integer CHECK (budget_minor >= 0),
  currency text CHECK (currency ~ '^[A-Z]{3}$'),
  details text CHECK (char_length(details) BETWEEN 1 AND 4000),
  audience text NOT NULL DEFAULT 'PRIVATE' CHECK (audience IN ('PRIVATE', 'FOLLOWERS', 'LINK', 'PUBLIC')),
  link_token text UNIQUE,
  calendar_event_id uuid,
  chat_room_id uuid,
  like_count integer NOT NULL DEFAULT 0 CHECK (like_count >= 0),
  published_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  deleted_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  -- Sequence of the last event about this plan.
  last_event_seq integer NOT NULL DEFAULT 0,
  -- What was asked for, to tell a retry from another request with the same id.
  request_digest text NOT NULL,
  CHECK (until_on BETWEEN travel_on AND travel_on + 365),
  CHECK ((budget_minor IS NULL) = (currency IS NULL)),
  CHECK ((audience = 'LINK') = (link_token IS NOT NULL)),
  CHECK ((audience IN ('FOLLOWERS', 'PUBLIC')) = (published_at IS NOT NULL)),
  CHECK (deleted_at IS NULL OR audience = 'PRIVATE')
) WITH (fillfactor = 70);
CREATE INDEX plans_public ON travel.plans (published_at DESC, id DESC) WHERE audience = 'PUBLIC';
CREATE INDEX plans_shared_by_author ON travel.plans (author_id, published_at DESC, id DESC)
  WHERE audience IN ('FOLLOWERS', 'PUBLIC');
CREATE INDEX plans_by_author ON travel.plans (author_id, travel_on);
CREATE INDEX plans_by_event ON travel.plans (calendar_event_id) WHERE calendar_event_id IS NOT NULL;

CREATE TABLE travel.plan_companions (
  plan_id uuid NOT NULL REFERENCES travel.plans,
  member_id uuid NOT NULL,
  PRIMARY KEY (plan_id, member_id)
);
CREATE INDEX plan_companions_by_member ON travel.plan_companions (member_id, plan_id);

CREATE TABLE travel.likes (
  plan_id uuid NOT NULL REFERENCES travel.plans,
  member_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (plan_id, member_id)
);
CREATE INDEX likes_by_member ON travel.likes (member_id, created_at DESC, plan_id DESC);

-- Each plan is announced to followers once, in chunks; the row is the job's place in the list.
CREATE TABLE travel.announcements (
  plan_id uuid PRIMARY KEY REFERENCES travel.plans,
  requested_at timestamptz(3) NOT NULL,
  -- Last follower who was told; null before the first chunk.
  told_up_to uuid,
  ended_at timestamptz(3)
);
