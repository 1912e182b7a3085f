-- Who did what to whom. Lines are only ever added.
create table identity.audit_lines (
  id uuid primary key,
  at timestamptz(3) not null,
  -- Null: nobody, a job did it.
  actor_id uuid,
  action text not null,
  subject_id uuid not null,
  detail jsonb not null default '{}'
);

create index audit_lines_subject on identity.audit_lines (subject_id, at);

create function identity.refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit lines are only added';
end
$$;

create trigger audit_lines_are_final before update or delete or truncate on identity.audit_lines
  for each statement execute function identity.refuse_audit_change();
