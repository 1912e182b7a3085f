create table identity.groups (
  id uuid primary key,
  name text not null,
  created_by uuid not null references identity.members,
  created_at timestamptz(3) not null,
  -- SHA-256 of the creating request: an equal one is a retry, another one a conflict.
  request_hash bytea not null
);

create table identity.group_members (
  group_id uuid not null references identity.groups,
  member_id uuid not null references identity.members,
  role text not null check (role in ('OWNER', 'MEMBER')),
  joined_at timestamptz(3) not null,
  primary key (group_id, member_id)
);

create index group_members_by_joining on identity.group_members (group_id, joined_at, member_id);
create index group_members_of_member on identity.group_members (member_id, joined_at, group_id);
