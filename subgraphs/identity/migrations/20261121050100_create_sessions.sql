-- One log-in: a family of refresh tokens, each made from the one before.
create table identity.sessions (
  id uuid primary key,
  member_id uuid not null references identity.members,
  created_at timestamptz(3) not null,
  -- However often it is refreshed, it ends here.
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3),
  end_reason text check (end_reason in ('LOGGED_OUT', 'REUSED', 'WITHDRAWN')),
  check ((ended_at is null) = (end_reason is null))
);

create index sessions_alive on identity.sessions (member_id) where ended_at is null;
create index sessions_expiry on identity.sessions (expires_at);

create table identity.refresh_tokens (
  -- SHA-256 of the token: the table alone lets nobody in.
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  session_id uuid not null references identity.sessions on delete cascade,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  -- Its successor is HMAC(token, salt): an equal request moments later gets the equal answer,
  -- without the successor being stored. Forgotten as soon as the successor is used.
  successor_salt bytea,
  successor_hash bytea,
  check ((used_at is null) = (successor_hash is null))
);

create index refresh_tokens_session on identity.refresh_tokens (session_id);
create index refresh_tokens_expiry on identity.refresh_tokens (expires_at);
create unique index refresh_tokens_successor on identity.refresh_tokens (successor_hash);

create table identity.signing_keys (
  kid text primary key,
  private_jwk jsonb not null,
  public_jwk jsonb not null,
  created_at timestamptz(3) not null,
  -- Signs nothing any more; published until the last token it signed has expired.
  retired_at timestamptz(3)
);

create unique index signing_keys_one_active on identity.signing_keys ((true)) where retired_at is null;
