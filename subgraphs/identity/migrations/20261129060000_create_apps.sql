-- Programs of others that ask for themselves (OAuth 2 client credentials). Rows are never deleted.
create table identity.apps (
  -- The `client_id`.
  id uuid primary key,
  name text not null,
  scopes text[] not null,
  -- SHA-256 of a secret of 256 random bits, which is nowhere.
  secret_hash bytea not null,
  -- How it begins, so that people can tell secrets apart.
  secret_hint text not null,
  created_by uuid not null references identity.members,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  revoked_by uuid references identity.members,
  revoked_at timestamptz(3),
  last_used_on date,
  check ((revoked_by is null) = (revoked_at is null))
);

create index apps_by_creation on identity.apps (created_at desc, id desc);
