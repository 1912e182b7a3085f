import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, desc, eq, lte, sql } from 'drizzle-orm';
import type { RecommendationRequest, RecommendationState, RefundReason } from '../domain/recommendation.ts';
import type { Suggestion } from '../domain/suggestion.ts';
import type { InstantKey } from './plan-lists.ts';
import { mayReadRecommendation } from './rights.ts';
import { recommendations, recommendationSteps } from './tables.ts';

export type RecommendationRow = typeof recommendations.$inferSelect;

export interface NewRecommendation extends RecommendationRequest {
  readonly costCredits: number;
  readonly requestedAt: Date;
  readonly holdUntil: Date;
}

/** False when the id is taken. */
export async function insertRecommendation(tx: Tx, recommendation: NewRecommendation): Promise<boolean> {
  const inserted = await tx
    .named('travel.insertRecommendation')
    .insert(recommendations)
    .values({ ...recommendation, state: 'REQUESTED' })
    .onConflictDoNothing()
    .returning({ id: recommendations.id });
  return inserted.length === 1;
}

/** Whoever's it is; for retries and sagas. */
export async function findAnyRecommendation(db: ReadDb, id: string): Promise<RecommendationRow | null> {
  const [row] = await db
    .named('travel.findAnyRecommendation')
    .select()
    .from(recommendations)
    .where(eq(recommendations.id, id));
  return row ?? null;
}

/** Locked until the transaction ends. */
export async function lockRecommendation(tx: Tx, id: string): Promise<RecommendationRow | null> {
  const [row] = await tx
    .named('travel.lockRecommendation')
    .select()
    .from(recommendations)
    .where(eq(recommendations.id, id))
    .for('no key update');
  return row ?? null;
}

/** Those among them that the member may see: their own, and cards in their rooms. */
export function findRecommendations(db: ReadDb, memberId: string, ids: readonly string[]) {
  return db
    .named('travel.findRecommendations')
    .select()
    .from(recommendations)
    .where(and(sql`${recommendations.id} = any(${idList(ids)})`, mayReadRecommendation(memberId)));
}

/** The member's own one. */
export async function findOwnRecommendation(
  db: ReadDb,
  memberId: string,
  id: string,
): Promise<RecommendationRow | null> {
  const [row] = await db
    .named('travel.findOwnRecommendation')
    .select()
    .from(recommendations)
    .where(and(eq(recommendations.id, id), eq(recommendations.memberId, memberId)));
  return row ?? null;
}

/** The member's own ones that made these plans. */
export function findRecommendationsOfPlans(db: ReadDb, memberId: string, planIds: readonly string[]) {
  return db
    .named('travel.findRecommendationsOfPlans')
    .select()
    .from(recommendations)
    .where(
      and(sql`${recommendations.planId} = any(${idList(planIds)})`, eq(recommendations.memberId, memberId)),
    );
}

/** The member's, the last requested first. */
export function findRecommendationsOf(
  db: ReadDb,
  memberId: string,
  { after, limit }: { readonly after: InstantKey | null; readonly limit: number },
) {
  const isAfter =
    after === null
      ? undefined
      : sql`(${recommendations.requestedAt}, ${recommendations.id})
          < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`;
  return db
    .named('travel.findRecommendationsOf')
    .select()
    .from(recommendations)
    .where(and(eq(recommendations.memberId, memberId), isAfter))
    .orderBy(desc(recommendations.requestedAt), desc(recommendations.id))
    .limit(limit);
}

export type RecommendationEnd =
  | { readonly state: 'CREATED'; readonly planId: string }
  | { readonly state: 'DECLINED' | 'REFUNDED'; readonly reason: RefundReason };

/** The caller holds the lock of an open one. */
export async function updateRecommendation(
  tx: Tx,
  id: string,
  change:
    | { readonly state: 'GENERATING' }
    | { readonly suggestion: Suggestion }
    | (RecommendationEnd & { readonly endedAt: Date }),
): Promise<void> {
  await tx
    .named('travel.updateRecommendation')
    .update(recommendations)
    .set(change)
    .where(eq(recommendations.id, id));
}

/** The caller holds the lock. */
export async function insertStep(tx: Tx, id: string, state: RecommendationState, at: Date): Promise<number> {
  const [row] = await tx
    .named('travel.nextStepSeq')
    .update(recommendations)
    .set({ lastStepSeq: sql`${recommendations.lastStepSeq} + 1` })
    .where(eq(recommendations.id, id))
    .returning({ seq: recommendations.lastStepSeq });
  if (!row) throw new Error(`recommendation ${id} is gone`);
  await tx
    .named('travel.insertStep')
    .insert(recommendationSteps)
    .values({ recommendationId: id, seq: row.seq, state, at });
  return row.seq;
}

/** The next sequence of its events; takes the lock. */
export async function nextRecommendationEventSeq(tx: Tx, id: string): Promise<number> {
  const [row] = await tx
    .named('travel.nextRecommendationEventSeq')
    .update(recommendations)
    .set({ lastEventSeq: sql`${recommendations.lastEventSeq} + 1` })
    .where(eq(recommendations.id, id))
    .returning({ seq: recommendations.lastEventSeq });
  if (!row) throw new Error(`recommendation ${id} is gone`);
  return row.seq;
}

/** Steps after `seq` of the member's own one; null when it is not theirs. */
export async function findStepsAfter(db: ReadDb, memberId: string, id: string, seq: number, limit: number) {
  return db
    .named('travel.findStepsAfter')
    .select({
      seq: recommendationSteps.seq,
      state: recommendationSteps.state,
      id: recommendationSteps.recommendationId,
    })
    .from(recommendationSteps)
    .innerJoin(
      recommendations,
      and(
        eq(recommendations.id, recommendationSteps.recommendationId),
        eq(recommendations.memberId, memberId),
      ),
    )
    .where(and(eq(recommendationSteps.recommendationId, id), sql`${recommendationSteps.seq} > ${seq}`))
    .orderBy(recommendationSteps.seq)
    .limit(limit);
}

/** Ids of open ones whose time is over, at most `limit`, the oldest first. */
export async function findOverdueRecommendations(db: ReadDb, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .named('travel.findOverdueRecommendations')
    .select({ id: recommendations.id })
    .from(recommendations)
    .where(
      and(
        sql`${recommendations.endedAt} is null and ${recommendations.suggestion} is null`,
        lte(recommendations.holdUntil, now),
      ),
    )
    .orderBy(recommendations.holdUntil)
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Ids of the member's open ones, ascending. */
export async function findOpenRecommendationsOf(db: ReadDb, memberId: string): Promise<string[]> {
  const rows = await db
    .named('travel.findOpenRecommendationsOf')
    .select({ id: recommendations.id })
    .from(recommendations)
    .where(and(eq(recommendations.memberId, memberId), sql`${recommendations.endedAt} is null`))
    .orderBy(recommendations.id);
  return rows.map(({ id }) => id);
}
