-- An aggregate whose every change is an event, and a place where consumers leave their effects.
create table counters (id text primary key, seq bigint not null);
create table effects (
  id bigint generated always as identity primary key,
  consumer_group text not null,
  event_id uuid not null,
  counter_id text not null,
  seq bigint not null
);
