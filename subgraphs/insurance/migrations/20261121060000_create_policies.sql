-- What an hour costs, by when a period starts. Half-open and never two at once.
CREATE TABLE insurance.rate_cards (
  version integer PRIMARY KEY CHECK (version > 0),
  won_per_hour integer NOT NULL CHECK (won_per_hour BETWEEN 1 AND 1000000),
  valid_from timestamptz(3) NOT NULL,
  valid_until timestamptz(3),
  CHECK (valid_until > valid_from),
  EXCLUDE USING gist (tstzrange(valid_from, valid_until) WITH &&)
);
INSERT INTO insurance.rate_cards (version, won_per_hour, valid_from) VALUES (1, 690, '2020-01-01T00:00:00Z');

CREATE SEQUENCE insurance.policy_numbers;

-- A policy's row is its lock: beliefs, premium, changes and the number of each are taken under it.
CREATE TABLE insurance.policies (
  id uuid PRIMARY KEY,
  number text NOT NULL UNIQUE,
  -- identity's Member.id: no foreign key across subgraphs. One policy a member.
  holder_id uuid NOT NULL UNIQUE,
  opened_at timestamptz(3) NOT NULL,
  -- The subject's own key, sealed with the installation's; without it the data is noise for ever.
  sealed_key bytea,
  sealed_data bytea,
  -- Keyed hashes for exact search; they go with the data.
  name_token bytea,
  phone_token bytea,
  licence_token bytea,
  -- Sixtieths of a won that are owed beyond the whole won charged; below 0 after a correction in the holder's favour.
  carry_sixtieths integer NOT NULL DEFAULT 0,
  last_seq integer NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
  holder_withdrawn_at timestamptz(3),
  erase_after timestamptz(3),
  erased_at timestamptz(3),
  CHECK ((sealed_key IS NULL) = (erased_at IS NOT NULL)),
  CHECK (num_nulls(sealed_key, sealed_data, name_token, phone_token, licence_token) IN (0, 5)),
  CHECK ((holder_withdrawn_at IS NULL) = (erase_after IS NULL))
) WITH (fillfactor = 70);
CREATE INDEX policies_by_name ON insurance.policies (name_token) WHERE name_token IS NOT NULL;
CREATE INDEX policies_by_phone ON insurance.policies (phone_token) WHERE phone_token IS NOT NULL;
CREATE INDEX policies_by_licence ON insurance.policies (licence_token) WHERE licence_token IS NOT NULL;
CREATE INDEX policies_to_erase ON insurance.policies (erase_after) WHERE erased_at IS NULL;
