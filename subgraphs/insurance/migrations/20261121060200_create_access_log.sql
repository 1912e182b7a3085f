-- One chain of hashes a UTC day. The row is the lock under which its entries are numbered; what it says of
-- its last entry lets a missing end be seen.
CREATE TABLE insurance.access_days (
  day date PRIMARY KEY,
  last_number integer NOT NULL CHECK (last_number >= 0),
  last_hash bytea NOT NULL,
  keep_until timestamptz(3) NOT NULL
);

-- Who looked at or changed whose personal data: never the data itself.
CREATE TABLE insurance.access_entries (
  day date NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  id uuid NOT NULL UNIQUE,
  at timestamptz(3) NOT NULL,
  policy_id uuid NOT NULL,
  task text NOT NULL
    CHECK (task IN ('SEARCH', 'VIEW', 'REVEAL', 'INPUT', 'CHANGE', 'END_COVER', 'CALLBACK', 'ERASE')),
  -- Null: the insurer, or the installation itself.
  actor_id uuid,
  actor_role text NOT NULL,
  -- Shortened address; null where there was no request.
  origin text,
  fields text[] NOT NULL,
  reason text,
  ticket text,
  hash bytea NOT NULL,
  keep_until timestamptz(3) NOT NULL,
  PRIMARY KEY (day, number)
);
CREATE INDEX access_entries_by_policy ON insurance.access_entries (policy_id, at DESC, id DESC);

-- The role that we run as may write rows, so the rule stands here and not in a grant.
CREATE FUNCTION insurance.refuse_access_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.keep_until <= now() THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION 'the access log is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER access_entries_are_for_ever BEFORE UPDATE OR DELETE ON insurance.access_entries
  FOR EACH ROW EXECUTE FUNCTION insurance.refuse_access_log_change();
CREATE TRIGGER access_days_are_for_ever BEFORE DELETE ON insurance.access_days
  FOR EACH ROW EXECUTE FUNCTION insurance.refuse_access_log_change();
