import type { Client } from 'pg';

export interface Books {
  /** What the tables break of what we promise, one sentence each; empty is right. */
  readonly violations: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** Looks at both schemas as the superuser; shares no code with what it checks. */
export async function checkBooks(admin: Client, now: Date, acceptedIds: readonly string[]): Promise<Books> {
  const broken = await admin.query<{ violation: string }>(violationsSql, [now, acceptedIds]);
  const counted = await admin.query<{ state: string; count: number }>(
    'select state, count(*)::int from travel.recommendations group by state order by state',
  );
  return {
    violations: broken.rows.map(({ violation }) => violation),
    counts: Object.fromEntries(counted.rows.map(({ state, count }) => [state, count])),
  };
}

/** Nothing waits any more: events, jobs that are due, recommendations under way. */
export async function isSettled(admin: Client): Promise<boolean> {
  const { rows } = await admin.query<{ open: number }>(openSql);
  return rows[0]?.open === 0;
}

const openSql = `
  with log as (
    select 'identity' as source, shard, max(pos) as pos from identity.event_log group by shard
    union all select 'travel', shard, max(pos) from travel.event_log group by shard),
  held as (
    select 'identity' as reader, * from identity.consumer_positions
    union all select 'travel', * from travel.consumer_positions),
  wanted (name, source) as (values ('credit-holds', 'travel'), ('credit-answers', 'identity'))
  select ((select count(*) from identity.outbox) + (select count(*) from travel.outbox)
    + (select count(*) from travel.recommendations where ended_at is null)
    + (select count(*) from identity.credit_holds where state = 'OPEN')
    + (select count(*) from wanted join log using (source)
       left join held on held.consumer_group = wanted.name and held.source = log.source and held.shard = log.shard
       where held.pos is distinct from log.pos))::int as open`;

const violationsSql = `
  select 'transfer ' || transfer_id || ' does not add up' as violation
    from identity.credit_entries group by transfer_id having sum(amount) <> 0
  union all
  select 'wallet ' || wallet.member_id || ' is not the sum of its entries' from identity.wallets as wallet
    join lateral (
      select coalesce(sum(entry.amount) filter (where account in ('AVAILABLE', 'HELD')), 0) as balance,
        coalesce(sum(entry.amount) filter (where account = 'HELD'), 0) as held
      from identity.credit_transfers as transfer
      join identity.credit_entries as entry on entry.transfer_id = transfer.id
      where transfer.member_id = wallet.member_id) as books on true
    where wallet.balance <> books.balance or wallet.held <> books.held or wallet.balance < 0
  union all
  select 'wallet ' || member_id || ' misses number ' || expected from (
    select member_id, seq, row_number() over (partition by member_id order by seq) as expected
    from identity.credit_transfers) as numbered where seq <> expected
  union all
  select 'wallet ' || member_id || ' holds what no hold explains' from identity.wallets as wallet
    where held <> (select coalesce(sum(amount), 0) from identity.credit_holds as hold
      where hold.member_id = wallet.member_id and hold.state = 'OPEN')
  union all
  select 'hold ' || id || ' is open past its deadline' from identity.credit_holds
    where state = 'OPEN' and hold_until <= $1
  union all
  select 'recommendation ' || recommendation.id || ' is ' || recommendation.state || ' and its hold '
      || coalesce(hold.state, 'unknown')
    from travel.recommendations as recommendation left join identity.credit_holds as hold using (id)
    where (recommendation.state = 'CREATED') <> (hold.state is not distinct from 'CHARGED')
  union all
  select 'hold ' || hold.id || ' is charged ' || count(transfer.id) || ' times' from identity.credit_holds as hold
    left join identity.credit_transfers as transfer on transfer.purpose_id = hold.id and transfer.kind = 'CHARGE'
    group by hold.id, hold.state having count(transfer.id) <> (hold.state = 'CHARGED')::int
  union all
  select 'plan ' || plan.id || ' was made by ' || count(recommendation.id) || ' recommendations' from travel.plans as plan
    left join travel.recommendations as recommendation on recommendation.plan_id = plan.id and recommendation.state = 'CREATED'
    group by plan.id having count(recommendation.id) <> 1
  union all
  select 'the house has ' || coalesce(sum(amount), 0) || ' where ' || (select 100 * count(*) from travel.recommendations where state = 'CREATED') || ' is due'
    from identity.credit_entries where account = 'REVENUE'
    having coalesce(sum(amount), 0) <> (select 100 * count(*) from travel.recommendations where state = 'CREATED')
  union all
  select 'accepted ' || wanted.id || ' is lost' from unnest($2::uuid[]) as wanted (id)
    where not exists (select from travel.recommendations as recommendation where recommendation.id = wanted.id)
  union all
  select 'steps of ' || recommendation_id || ' have a hole' from travel.recommendation_steps
    group by recommendation_id having max(seq) <> count(*)
  union all
  select 'dead letter of ' || consumer_group || ': ' || coalesce(left(error, 200), '') from identity.dead_letters
  union all
  select 'dead letter of ' || consumer_group || ': ' || coalesce(left(error, 200), '') from travel.dead_letters`;
