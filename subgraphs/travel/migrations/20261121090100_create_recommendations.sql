-- One saga each: REQUESTED, then GENERATING or DECLINED, then CREATED or REFUNDED.
CREATE TABLE travel.recommendations (
  -- Made by the client; identity's hold has the same id.
  id uuid PRIMARY KEY,
  member_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('A')),
  state text NOT NULL CHECK (state IN ('REQUESTED', 'GENERATING', 'CREATED', 'DECLINED', 'REFUNDED')),
  cost_credits integer NOT NULL CHECK (cost_credits > 0),
  -- Why nothing was charged.
  reason text,
  chat_room_id uuid,
  -- Where the member is at home, as far as they said.
  time_zone text NOT NULL,
  requested_at timestamptz(3) NOT NULL,
  hold_until timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  -- Written before the charge and shown only after it: the plan that will be made.
  suggestion jsonb,
  plan_id uuid REFERENCES travel.plans,
  last_event_seq integer NOT NULL DEFAULT 0,
  last_step_seq integer NOT NULL DEFAULT 0,
  CHECK ((state IN ('REQUESTED', 'GENERATING')) = (ended_at IS NULL)),
  CHECK ((state IN ('DECLINED', 'REFUNDED')) = (reason IS NOT NULL)),
  CHECK ((state = 'CREATED') = (plan_id IS NOT NULL))
) WITH (fillfactor = 70);
CREATE INDEX recommendations_by_member ON travel.recommendations (member_id, requested_at DESC, id DESC);
CREATE INDEX recommendations_by_plan ON travel.recommendations (plan_id) WHERE plan_id IS NOT NULL;
CREATE INDEX recommendations_open ON travel.recommendations (hold_until) WHERE ended_at IS NULL;

-- What a subscriber is told, step by step; from 1 without a gap.
CREATE TABLE travel.recommendation_steps (
  recommendation_id uuid NOT NULL REFERENCES travel.recommendations,
  seq integer NOT NULL CHECK (seq > 0),
  state text NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (recommendation_id, seq)
);
