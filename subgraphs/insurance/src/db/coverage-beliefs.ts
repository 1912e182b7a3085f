import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, asc, eq, isNull, max, sql } from 'drizzle-orm';
import type { Reader } from '../domain/access.ts';
import type { Belief } from '../domain/belief.ts';
import { mayRead } from './rights.ts';
import { coverageBeliefs, coveragePeriods, policies, premiumEntries, rateCards } from './tables.ts';

export type BeliefRow = typeof coverageBeliefs.$inferSelect;

/** Everything that was ever believed of the periods, oldest first. */
export function findHistories(
  db: ReadDb,
  reader: Reader,
  periodIds: readonly string[],
): Promise<{ belief: BeliefRow }[]> {
  return db
    .named('insurance.findHistories')
    .select({ belief: coverageBeliefs })
    .from(coverageBeliefs)
    .innerJoin(policies, eq(policies.id, coverageBeliefs.policyId))
    .where(
      and(sql`${coverageBeliefs.periodId} = any(${idList(periodIds)})`, mayRead(reader, policies.holderId)),
    )
    .orderBy(asc(coverageBeliefs.number));
}

/** A period as it is believed now. */
export interface CurrentBelief extends Belief {
  readonly periodId: string;
  readonly policyId: string;
  readonly travelPlanId: string | null;
  readonly wonPerHour: number;
  readonly reason: string | null;
  readonly ticket: string | null;
}

const currentColumns = {
  periodId: coverageBeliefs.periodId,
  policyId: coverageBeliefs.policyId,
  travelPlanId: coveragePeriods.travelPlanId,
  wonPerHour: rateCards.wonPerHour,
  number: coverageBeliefs.number,
  knownFrom: coverageBeliefs.knownFrom,
  startsAt: coverageBeliefs.startsAt,
  endsAt: coverageBeliefs.endsAt,
  endedBy: coverageBeliefs.endedBy,
  premiumWon: coverageBeliefs.premiumWon,
  reason: coverageBeliefs.reason,
  ticket: coverageBeliefs.ticket,
};

export async function findCurrentBelief(db: ReadDb, periodId: string): Promise<CurrentBelief | null> {
  const [belief] = await db
    .named('insurance.findCurrentBelief')
    .select(currentColumns)
    .from(coverageBeliefs)
    .innerJoin(coveragePeriods, eq(coveragePeriods.id, coverageBeliefs.periodId))
    .innerJoin(rateCards, eq(rateCards.version, coveragePeriods.rateVersion))
    .where(and(eq(coverageBeliefs.periodId, periodId), isNull(coverageBeliefs.knownUntil)));
  return belief ?? null;
}

/** The policy's period that still runs, if any. */
export async function findRunningBelief(db: ReadDb, policyId: string): Promise<CurrentBelief | null> {
  const [belief] = await db
    .named('insurance.findRunningBelief')
    .select(currentColumns)
    .from(coverageBeliefs)
    .innerJoin(coveragePeriods, eq(coveragePeriods.id, coverageBeliefs.periodId))
    .innerJoin(rateCards, eq(rateCards.version, coveragePeriods.rateVersion))
    .where(
      and(
        eq(coverageBeliefs.policyId, policyId),
        isNull(coverageBeliefs.knownUntil),
        isNull(coverageBeliefs.endsAt),
      ),
    );
  return belief ?? null;
}

/** Whether any cover is believed to hold at this instant or after it. */
export async function isCoveredFrom(db: ReadDb, policyId: string, at: Date): Promise<boolean> {
  const count = await db
    .named('insurance.isCoveredFrom')
    .$count(
      coverageBeliefs,
      and(
        eq(coverageBeliefs.policyId, policyId),
        isNull(coverageBeliefs.knownUntil),
        sql`tstzrange(${coverageBeliefs.startsAt}, ${coverageBeliefs.endsAt}) && tstzrange(${at.toISOString()}::timestamptz, null)`,
      ),
    );
  return count > 0;
}

/** When we last changed our mind about a period of the policy: null before we ever did. */
export async function findLastChange(db: ReadDb, policyId: string): Promise<Date | null> {
  const [row] = await db
    .named('insurance.findLastChange')
    .select({ at: max(coverageBeliefs.knownUntil) })
    .from(coverageBeliefs)
    .where(eq(coverageBeliefs.policyId, policyId));
  return row?.at ?? null;
}

export type NewBelief = typeof coverageBeliefs.$inferInsert;

export async function insertBelief(tx: Tx, belief: NewBelief): Promise<void> {
  await tx.named('insurance.insertBelief').insert(coverageBeliefs).values(belief);
}

export async function closeBelief(
  tx: Tx,
  { periodId, number }: Pick<NewBelief, 'periodId' | 'number'>,
  knownUntil: Date,
): Promise<void> {
  await tx
    .named('insurance.closeBelief')
    .update(coverageBeliefs)
    .set({ knownUntil })
    .where(and(eq(coverageBeliefs.periodId, periodId), eq(coverageBeliefs.number, number)));
}

export async function insertPremiumEntry(tx: Tx, entry: typeof premiumEntries.$inferInsert): Promise<void> {
  await tx.named('insurance.insertPremiumEntry').insert(premiumEntries).values(entry);
}
