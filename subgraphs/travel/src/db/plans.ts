import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Sharing } from '../domain/audience.ts';
import type { PlanDraft, PlanFacts } from '../domain/plan.ts';
import { asPlan, joinCity, planColumns, type PlanRow, type StoredPlan } from './plan-rows.ts';
import { mayRead } from './rights.ts';
import { plans } from './tables.ts';

/** Those of the plans that the viewer may see, in any order. */
export async function findPlans(db: ReadDb, viewerId: string, ids: readonly string[]): Promise<PlanRow[]> {
  const { rows } = await db.named('travel.findPlans').execute<StoredPlan>(sql`
    select ${planColumns} from travel.plans as plan ${joinCity}
    where plan.id = any(${idList(ids)}) and ${mayRead(viewerId)}`);
  return rows.map(asPlan);
}

/** Whoever has the link may read it, while the plan is shared so. */
export async function findPlanByLink(db: ReadDb, token: string): Promise<PlanRow | null> {
  const { rows } = await db.named('travel.findPlanByLink').execute<StoredPlan>(sql`
    select ${planColumns} from travel.plans as plan ${joinCity}
    where plan.link_token = ${token} and plan.audience = 'LINK' and plan.deleted_at is null`);
  const [row] = rows;
  return row ? asPlan(row) : null;
}

/** For each event one plan made of it that the viewer may see: their own first, else the oldest. */
export async function findPlansOfEvents(db: ReadDb, viewerId: string, eventIds: readonly string[]) {
  const { rows } = await db.named('travel.findPlansOfEvents').execute<StoredPlan>(sql`
    select distinct on (plan.calendar_event_id) ${planColumns} from travel.plans as plan ${joinCity}
    where plan.calendar_event_id = any(${idList(eventIds)}) and ${mayRead(viewerId)}
    order by plan.calendar_event_id, plan.author_id = ${viewerId}::uuid desc, plan.created_at, plan.id`);
  return rows.map(asPlan);
}

export interface NewPlan extends PlanDraft {
  readonly requestDigest: string;
  readonly at: Date;
}

/** False when the id is taken; waits for one being created. */
export async function insertPlan(tx: Tx, { at, companionIds: _, ...plan }: NewPlan): Promise<boolean> {
  const inserted = await tx
    .named('travel.insertPlan')
    .insert(plans)
    .values({ ...plan, createdAt: at })
    .onConflictDoNothing()
    .returning({ id: plans.id });
  return inserted.length === 1;
}

export async function findRequestOfPlan(db: ReadDb, id: string) {
  const [row] = await db
    .named('travel.findRequestOfPlan')
    .select({ requestDigest: plans.requestDigest, authorId: plans.authorId, deletedAt: plans.deletedAt })
    .from(plans)
    .where(eq(plans.id, id));
  return row ?? null;
}

/** The plan with its row locked, if the viewer may see it: what may be done to it is another question. */
export async function lockPlan(tx: Tx, viewerId: string, id: string): Promise<PlanRow | null> {
  const { rows } = await tx.named('travel.lockPlan').execute<StoredPlan>(sql`
    select ${planColumns} from travel.plans as plan ${joinCity}
    where plan.id = ${id}::uuid and ${mayRead(viewerId)}
    for no key update of plan`);
  const [row] = rows;
  return row ? asPlan(row) : null;
}

/** As `lockPlan`, for what nobody asked for: sagas and events. */
export async function lockAnyPlan(tx: Tx, id: string): Promise<PlanRow | null> {
  const { rows } = await tx.named('travel.lockAnyPlan').execute<StoredPlan>(sql`
    select ${planColumns} from travel.plans as plan ${joinCity}
    where plan.id = ${id}::uuid and plan.deleted_at is null
    for no key update of plan`);
  const [row] = rows;
  return row ? asPlan(row) : null;
}

/** The caller holds the plan's lock. */
export async function updatePlan(
  tx: Tx,
  id: string,
  { companionIds: _, ...facts }: PlanFacts,
): Promise<void> {
  await tx
    .named('travel.updatePlan')
    .update(plans)
    .set({ ...facts, version: sql`${plans.version} + 1` })
    .where(eq(plans.id, id));
}

/** The caller holds the plan's lock. */
export async function updateSharing(tx: Tx, id: string, sharing: Sharing): Promise<void> {
  await tx
    .named('travel.updateSharing')
    .update(plans)
    .set({ ...sharing, version: sql`${plans.version} + 1` })
    .where(eq(plans.id, id));
}

/** Room and entry that a publication made; null leaves what is there. The caller holds the lock. */
export async function updatePlanLinks(
  tx: Tx,
  id: string,
  links: { readonly chatRoomId: string | null; readonly calendarEventId: string | null },
): Promise<void> {
  const { chatRoomId, calendarEventId } = links;
  await tx
    .named('travel.updatePlanLinks')
    .update(plans)
    .set({
      ...(chatRoomId === null ? {} : { chatRoomId }),
      ...(calendarEventId === null ? {} : { calendarEventId }),
      version: sql`${plans.version} + 1`,
    })
    .where(eq(plans.id, id));
}

/** The row stays, so that its id stays taken; what the author wrote goes. */
export async function erasePlan(tx: Tx, id: string, deletedAt: Date): Promise<void> {
  await tx.named('travel.deleteCompanionsOfPlan').execute(sql`
    delete from travel.plan_companions where plan_id = ${id}::uuid`);
  await tx
    .named('travel.deleteLikesOfPlan')
    .execute(sql`delete from travel.likes where plan_id = ${id}::uuid`);
  await tx
    .named('travel.erasePlan')
    .update(plans)
    .set({
      ...{ deletedAt, title: '-', details: null, budgetMinor: null, currency: null, likeCount: 0 },
      ...{ audience: 'PRIVATE', linkToken: null, publishedAt: null },
      ...{ calendarEventId: null, chatRoomId: null, version: sql`${plans.version} + 1` },
    })
    .where(eq(plans.id, id));
}

/** The next sequence of the plan's events; takes the plan's lock. */
export async function nextPlanEventSeq(tx: Tx, id: string): Promise<number> {
  const [row] = await tx
    .named('travel.nextPlanEventSeq')
    .update(plans)
    .set({ lastEventSeq: sql`${plans.lastEventSeq} + 1` })
    .where(eq(plans.id, id))
    .returning({ seq: plans.lastEventSeq });
  if (!row) throw new Error(`plan ${id} is gone`);
  return row.seq;
}

/** Plans made of the event by these members, locked in the order of their ids. */
export async function lockPlansOfEvent(tx: Tx, eventId: string, authorIds: readonly string[]) {
  return tx
    .named('travel.lockPlansOfEvent')
    .select({ id: plans.id, travelOn: plans.travelOn, untilOn: plans.untilOn, authorId: plans.authorId })
    .from(plans)
    .where(
      and(
        eq(plans.calendarEventId, eventId),
        sql`${plans.authorId} = any(${idList(authorIds)})`,
        isNull(plans.deletedAt),
      ),
    )
    .orderBy(plans.id)
    .for('no key update');
}

/** The caller holds the plan's lock. */
export async function updateDays(tx: Tx, id: string, days: { travelOn: string; untilOn: string }) {
  await tx
    .named('travel.updateDays')
    .update(plans)
    .set({ ...days, version: sql`${plans.version} + 1` })
    .where(eq(plans.id, id));
}
