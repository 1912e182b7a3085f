-- People. A log-in writes nothing here.
create table identity.members (
  id uuid primary key,
  handle text not null unique,
  name text not null,
  -- Lower case, normalised: what lists are sorted by.
  sort_name text collate "C" not null,
  locale text not null check (locale in ('KO', 'EN')),
  time_zone text not null,
  avatar_color text not null check (avatar_color ~ '^#[0-9A-F]{6}$'),
  roles text[] not null check (
    roles <@ array['MEMBER', 'INSTRUCTOR', 'CX', 'ADMIN', 'OPERATOR'] and 'MEMBER' = any (roles)
  ),
  created_at timestamptz(3) not null,
  withdrawn_at timestamptz(3),
  -- Name, handle and settings were replaced; two months after the withdrawal.
  erased_at timestamptz(3) check (erased_at is null or withdrawn_at is not null)
);

create index members_sort_name on identity.members (sort_name, id);
create index members_to_erase on identity.members (withdrawn_at) where withdrawn_at is not null and erased_at is null;
create index members_admins on identity.members (id) where 'ADMIN' = any (roles);

-- The aggregate "membership": whoever changes a member's groups holds this row's lock.
create table identity.membership_versions (
  member_id uuid primary key references identity.members,
  version integer not null check (version > 0)
);

create table identity.credentials (
  member_id uuid primary key references identity.members,
  password_hash text not null
);

-- Every ending of every word: a search is a prefix of a term. Works for Korean and for any
-- collation of the database, where trigrams of two syllables do not exist.
create table identity.member_search_terms (
  member_id uuid not null references identity.members,
  term text collate "C" not null,
  primary key (member_id, term)
);

create index member_search_terms_term on identity.member_search_terms (term, member_id);
