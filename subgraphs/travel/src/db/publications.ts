import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, desc, eq, lte, sql } from 'drizzle-orm';
import type { PlanAudience } from '../domain/audience.ts';
import type { PublicationFailure, PublicationPart } from '../domain/publication.ts';
import { publications } from './tables.ts';

export type PublicationRow = typeof publications.$inferSelect;

export interface NewPublication {
  readonly id: string;
  readonly planId: string;
  readonly authorId: string;
  readonly audience: PlanAudience;
  readonly chatRoomId: string | null;
  readonly calendarEventId: string | null;
  readonly requestedAt: Date;
  readonly endsBy: Date;
}

/** The caller holds the plan's lock and knows that none is running. */
export async function insertPublication(tx: Tx, publication: NewPublication): Promise<void> {
  await tx
    .named('travel.insertPublication')
    .insert(publications)
    .values({ ...publication, state: 'RUNNING' });
}

/** The one that is under way for a plan. */
export async function findRunningPublication(db: ReadDb, planId: string): Promise<PublicationRow | null> {
  const [row] = await db
    .named('travel.findRunningPublication')
    .select()
    .from(publications)
    .where(and(eq(publications.planId, planId), eq(publications.state, 'RUNNING')));
  return row ?? null;
}

export async function findPublication(db: ReadDb, id: string): Promise<PublicationRow | null> {
  const [row] = await db
    .named('travel.findPublication')
    .select()
    .from(publications)
    .where(eq(publications.id, id));
  return row ?? null;
}

/** Locked until the transaction ends; whoever also locks its plan does so before. */
export async function lockPublication(tx: Tx, id: string): Promise<PublicationRow | null> {
  const [row] = await tx
    .named('travel.lockPublication')
    .select()
    .from(publications)
    .where(eq(publications.id, id))
    .for('no key update');
  return row ?? null;
}

/** The last one of each plan of the author's own. */
export function findLastPublications(db: ReadDb, authorId: string, planIds: readonly string[]) {
  return db
    .named('travel.findLastPublications')
    .selectDistinctOn([publications.planId])
    .from(publications)
    .where(and(sql`${publications.planId} = any(${idList(planIds)})`, eq(publications.authorId, authorId)))
    .orderBy(publications.planId, desc(publications.requestedAt));
}

/** The caller holds the lock. */
export async function updateMadePart(tx: Tx, id: string, part: PublicationPart): Promise<void> {
  await tx
    .named('travel.updateMadePart')
    .update(publications)
    .set(part === 'ROOM' ? { isRoomMade: true } : { isEntryMade: true })
    .where(eq(publications.id, id));
}

/** The caller holds the lock of a running one. */
export async function updatePublicationEnd(
  tx: Tx,
  id: string,
  failure: PublicationFailure | null,
  endedAt: Date,
): Promise<void> {
  await tx
    .named('travel.updatePublicationEnd')
    .update(publications)
    .set({ state: failure ? 'CANCELLED' : 'COMPLETED', failure, endedAt })
    .where(eq(publications.id, id));
}

/** The next sequence of its events; takes the lock. */
export async function nextPublicationEventSeq(tx: Tx, id: string): Promise<number> {
  const [row] = await tx
    .named('travel.nextPublicationEventSeq')
    .update(publications)
    .set({ lastEventSeq: sql`${publications.lastEventSeq} + 1` })
    .where(eq(publications.id, id))
    .returning({ seq: publications.lastEventSeq });
  if (!row) throw new Error(`publication ${id} is gone`);
  return row.seq;
}

/** Running ones whose time is over, at most `limit`, the oldest first. */
export function findOverduePublications(db: ReadDb, now: Date, limit: number): Promise<PublicationRow[]> {
  return db
    .named('travel.findOverduePublications')
    .select()
    .from(publications)
    .where(and(eq(publications.state, 'RUNNING'), lte(publications.endsBy, now)))
    .orderBy(publications.endsBy)
    .limit(limit);
}

/** Running ones of the author, in the order in which their plans are locked. */
export function findRunningPublicationsOf(db: ReadDb, authorId: string): Promise<PublicationRow[]> {
  return db
    .named('travel.findRunningPublicationsOf')
    .select()
    .from(publications)
    .where(and(eq(publications.authorId, authorId), eq(publications.state, 'RUNNING')))
    .orderBy(publications.planId);
}
