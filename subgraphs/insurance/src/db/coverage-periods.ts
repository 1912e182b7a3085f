import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { Reader } from '../domain/access.ts';
import type { CoverageEnd } from '../domain/cover.ts';
import { mayRead } from './rights.ts';
import { coverageBeliefs, coveragePeriods, policies, rateCards } from './tables.ts';

/** A period with one belief about it. */
export interface PeriodRow {
  readonly id: string;
  readonly policyId: string;
  readonly holderId: string;
  readonly travelPlanId: string | null;
  readonly wonPerHour: number;
  readonly confirmedAt: Date | null;
  /** The policy's, in sixtieths of a won: what a running period begins to pay from. */
  readonly carry: number;
  readonly number: number;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly endedBy: CoverageEnd | null;
  readonly premiumWon: number | null;
}

const columns = {
  id: coveragePeriods.id,
  policyId: coveragePeriods.policyId,
  holderId: policies.holderId,
  travelPlanId: coveragePeriods.travelPlanId,
  wonPerHour: rateCards.wonPerHour,
  confirmedAt: coveragePeriods.confirmedAt,
  carry: policies.carrySixtieths,
  number: coverageBeliefs.number,
  startsAt: coverageBeliefs.startsAt,
  endsAt: coverageBeliefs.endsAt,
  endedBy: coverageBeliefs.endedBy,
  premiumWon: coverageBeliefs.premiumWon,
};

const isCurrent = isNull(coverageBeliefs.knownUntil);

function select(db: ReadDb, statement: string) {
  return db
    .named(statement)
    .select(columns)
    .from(coveragePeriods)
    .innerJoin(policies, eq(policies.id, coveragePeriods.policyId))
    .innerJoin(rateCards, eq(rateCards.version, coveragePeriods.rateVersion))
    .innerJoin(coverageBeliefs, eq(coverageBeliefs.periodId, coveragePeriods.id));
}

/** Those of the periods that the reader may see, as believed now. */
export function findPeriods(db: ReadDb, reader: Reader, ids: readonly string[]): Promise<PeriodRow[]> {
  return select(db, 'insurance.findPeriods').where(
    and(sql`${coveragePeriods.id} = any(${idList(ids)})`, isCurrent, mayRead(reader, policies.holderId)),
  );
}

/** At an instant as believed at another: at most one a policy. */
export function findCoverAt(
  db: ReadDb,
  reader: Reader,
  policyIds: readonly string[],
  { at, knownAt }: { readonly at: Date; readonly knownAt: Date },
): Promise<PeriodRow[]> {
  const axes = sql`
    tstzrange(${coverageBeliefs.startsAt}, ${coverageBeliefs.endsAt}) @> ${at.toISOString()}::timestamptz
    and tstzrange(${coverageBeliefs.knownFrom}, ${coverageBeliefs.knownUntil}) @> ${knownAt.toISOString()}::timestamptz`;
  return select(db, 'insurance.findCoverAt').where(
    and(
      sql`${coverageBeliefs.policyId} = any(${idList(policyIds)})`,
      axes,
      mayRead(reader, policies.holderId),
    ),
  );
}

/** The member's own latest period of each plan. */
export async function findPeriodsOfPlans(
  db: ReadDb,
  memberId: string,
  planIds: readonly string[],
): Promise<(PeriodRow & { readonly travelPlanId: string })[]> {
  const rows = await db
    .named('insurance.findPeriodsOfPlans')
    .selectDistinctOn([coveragePeriods.travelPlanId], columns)
    .from(coveragePeriods)
    .innerJoin(policies, eq(policies.id, coveragePeriods.policyId))
    .innerJoin(rateCards, eq(rateCards.version, coveragePeriods.rateVersion))
    .innerJoin(coverageBeliefs, eq(coverageBeliefs.periodId, coveragePeriods.id))
    .where(
      and(
        sql`${coveragePeriods.travelPlanId} = any(${idList(planIds)})`,
        eq(policies.holderId, memberId),
        isCurrent,
      ),
    )
    .orderBy(asc(coveragePeriods.travelPlanId), sql`${coveragePeriods.startsAt} desc`);
  return rows.flatMap((row) => (row.travelPlanId ? [{ ...row, travelPlanId: row.travelPlanId }] : []));
}

export interface PeriodKey {
  readonly startsAt: Date;
  readonly id: string;
}

/** The same page of each policy's periods, newest first. */
export async function findPeriodsOfPolicies(
  db: ReadDb,
  reader: Reader,
  policyIds: readonly string[],
  { after, limit }: { readonly after: PeriodKey | null; readonly limit: number },
): Promise<PeriodRow[]> {
  const { rows } = await db.named('insurance.findPeriodsOfPolicies').execute<StoredPeriod>(sql`
    select page.id, page.policy_id as "policyId", policy.holder_id as "holderId",
      page.travel_plan_id as "travelPlanId", card.won_per_hour as "wonPerHour",
      page.confirmed_at as "confirmedAt", policy.carry_sixtieths as carry, belief.number,
      belief.starts_at as "startsAt", belief.ends_at as "endsAt", belief.ended_by as "endedBy",
      belief.premium_won::int as "premiumWon"
    from insurance.policies as policy
    cross join lateral (
      select * from insurance.coverage_periods as period
      where period.policy_id = policy.id and ${isAfter(after)}
      order by period.starts_at desc, period.id desc
      limit ${limit}
    ) as page
    join insurance.rate_cards as card on card.version = page.rate_version
    join insurance.coverage_beliefs as belief on belief.period_id = page.id and belief.known_until is null
    where policy.id = any(${idList(policyIds)}) and ${mayRead(reader, sql`policy.holder_id`)}
    order by page.starts_at desc, page.id desc`);
  return rows.map(asPeriod);
}

const isAfter = (key: PeriodKey | null): SQL =>
  key
    ? sql`(period.starts_at, period.id) < (${key.startsAt.toISOString()}::timestamptz, ${key.id}::uuid)`
    : sql`true`;

/** As raw SQL carries it. */
type StoredPeriod = Omit<PeriodRow, 'confirmedAt' | 'startsAt' | 'endsAt'> & {
  readonly confirmedAt: string | null;
  readonly startsAt: string;
  readonly endsAt: string | null;
};

const instantOf = (value: string | null): Date | null => (value === null ? null : new Date(value));

const asPeriod = ({ confirmedAt, startsAt, endsAt, ...row }: StoredPeriod): PeriodRow => ({
  ...row,
  confirmedAt: instantOf(confirmedAt),
  startsAt: new Date(startsAt),
  endsAt: instantOf(endsAt),
});

export type NewPeriod = typeof coveragePeriods.$inferInsert;

/** False when the id is taken. */
export async function insertPeriod(tx: Tx, period: NewPeriod): Promise<boolean> {
  const inserted = await tx
    .named('insurance.insertPeriod')
    .insert(coveragePeriods)
    .values(period)
    .onConflictDoNothing()
    .returning({ id: coveragePeriods.id });
  return inserted.length === 1;
}

/** The policy that a period belongs to, to be locked before the period is read. */
export async function findPolicyIdOfPeriod(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx
    .named('insurance.findPolicyIdOfPeriod')
    .select({ policyId: coveragePeriods.policyId })
    .from(coveragePeriods)
    .where(eq(coveragePeriods.id, id));
  return row?.policyId ?? null;
}

export async function takeEventSeq(tx: Tx, id: string): Promise<number> {
  const [row] = await tx
    .named('insurance.takeEventSeq')
    .update(coveragePeriods)
    .set({ lastEventSeq: sql`${coveragePeriods.lastEventSeq} + 1` })
    .where(eq(coveragePeriods.id, id))
    .returning({ seq: coveragePeriods.lastEventSeq });
  if (!row) throw new Error(`there is no period ${id}`);
  return row.seq;
}

/** The first word stays. True when this was it. */
export async function confirmPeriod(tx: Tx, id: string, confirmedAt: Date): Promise<boolean> {
  const confirmed = await tx
    .named('insurance.confirmPeriod')
    .update(coveragePeriods)
    .set({ confirmedAt })
    .where(and(eq(coveragePeriods.id, id), isNull(coveragePeriods.confirmedAt)))
    .returning({ id: coveragePeriods.id });
  return confirmed.length === 1;
}
