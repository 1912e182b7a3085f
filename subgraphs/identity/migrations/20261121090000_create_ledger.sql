-- Credits by double entry. A wallet's row carries what its entries add up to, so that the condition
-- "enough is left" is part of the UPDATE that spends; its lock orders the wallet's transfers.
CREATE TABLE identity.wallets (
  member_id uuid PRIMARY KEY REFERENCES identity.members,
  balance integer NOT NULL DEFAULT 0,
  held integer NOT NULL DEFAULT 0 CHECK (held >= 0),
  -- Number of the last transfer of this wallet.
  last_seq integer NOT NULL DEFAULT 0,
  CHECK (balance >= held)
) WITH (fillfactor = 70);

-- One movement of credits of one member. Its entries say between which accounts.
CREATE TABLE identity.credit_transfers (
  id uuid PRIMARY KEY,
  member_id uuid NOT NULL REFERENCES identity.wallets,
  -- 1, 2, 3 … for each wallet.
  seq integer NOT NULL CHECK (seq > 0),
  kind text NOT NULL CHECK (kind IN ('TOP_UP', 'GRANT', 'HOLD', 'RELEASE', 'CHARGE')),
  amount integer NOT NULL CHECK (amount > 0),
  -- What it was for: RECOMMENDATION, TOP_UP, …, and its id there.
  purpose text NOT NULL,
  purpose_id uuid,
  -- The key of whatever caused it: one cause, one transfer, for ever.
  cause text NOT NULL UNIQUE,
  balance_after integer NOT NULL,
  held_after integer NOT NULL,
  at timestamptz(3) NOT NULL,
  UNIQUE (member_id, seq)
);

CREATE TABLE identity.credit_entries (
  transfer_id uuid NOT NULL REFERENCES identity.credit_transfers,
  -- AVAILABLE and HELD are the member's; REVENUE, GRANTS and CLEARING (credits against the payment
  -- provider's money) are the house's.
  account text NOT NULL CHECK (account IN ('AVAILABLE', 'HELD', 'REVENUE', 'GRANTS', 'CLEARING')),
  amount integer NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (transfer_id, account)
);

CREATE FUNCTION identity.require_balanced_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT coalesce(sum(amount), 0) <> 0 OR count(*) < 2
      FROM identity.credit_entries WHERE transfer_id = NEW.transfer_id) THEN
    RAISE EXCEPTION 'the entries of transfer % do not add up to zero', NEW.transfer_id;
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER credit_entries_balance AFTER INSERT ON identity.credit_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION identity.require_balanced_transfer();

CREATE FUNCTION identity.refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is only added to';
END
$$;
CREATE TRIGGER credit_transfers_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON identity.credit_transfers
  FOR EACH STATEMENT EXECUTE FUNCTION identity.refuse_ledger_change();
CREATE TRIGGER credit_entries_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON identity.credit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION identity.refuse_ledger_change();

-- At most one end each: OPEN once, then CHARGED or RELEASED; or DECLINED from the start.
CREATE TABLE identity.credit_holds (
  -- Made by whoever asks for the credits.
  id uuid PRIMARY KEY,
  member_id uuid NOT NULL,
  amount integer NOT NULL CHECK (amount > 0),
  purpose text NOT NULL,
  state text NOT NULL CHECK (state IN ('OPEN', 'DECLINED', 'CHARGED', 'RELEASED')),
  -- Why it was declined or released.
  reason text,
  -- Not held any longer than until then, whoever is silent.
  hold_until timestamptz(3) NOT NULL,
  placed_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  CHECK ((state = 'OPEN') = (ended_at IS NULL)),
  CHECK ((state IN ('DECLINED', 'RELEASED')) = (reason IS NOT NULL))
);
CREATE INDEX credit_holds_open ON identity.credit_holds (hold_until) WHERE state = 'OPEN';
CREATE INDEX credit_holds_open_of_member ON identity.credit_holds (member_id) WHERE state = 'OPEN';

CREATE TABLE identity.top_ups (
  -- Made by the client.
  id uuid PRIMARY KEY,
  member_id uuid NOT NULL REFERENCES identity.members,
  credits integer NOT NULL CHECK (credits BETWEEN 1 AND 100000),
  price_won integer NOT NULL CHECK (price_won > 0),
  state text NOT NULL CHECK (state IN ('PENDING', 'PAID', 'FAILED')),
  provider text NOT NULL,
  -- The provider's own id of the payment, once it was asked for one.
  session_id text UNIQUE,
  checkout_url text,
  requested_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  CHECK ((state = 'PENDING') = (ended_at IS NULL))
);
CREATE INDEX top_ups_by_member ON identity.top_ups (member_id, requested_at);

-- What the provider told us, by its own event ids: each is heard once.
CREATE TABLE identity.payment_events (
  provider text NOT NULL,
  event_id text NOT NULL,
  body_digest text NOT NULL,
  received_at timestamptz(3) NOT NULL,
  -- CREDITED, FAILED, or NOTHING for what changes no top-up.
  outcome text NOT NULL CHECK (outcome IN ('CREDITED', 'FAILED', 'NOTHING')),
  PRIMARY KEY (provider, event_id)
);
