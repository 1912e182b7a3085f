import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import type { AbortReason, ParkingDraft, ParkingSession } from '../domain/parking-session.ts';
import type { ParkingReport } from '../domain/score.ts';
import type { Watcher } from '../domain/watcher.ts';
import { mayWatch } from './rights.ts';
import { parkingSessions as sessions } from './tables.ts';

const columns = {
  id: sessions.id,
  vehicleId: sessions.vehicleId,
  driverId: sessions.driverId,
  state: sessions.state,
  startedAt: sessions.startedAt,
  endedAt: sessions.endedAt,
  calendarEventId: sessions.calendarEventId,
  coveragePeriodId: sessions.coveragePeriodId,
  shareRoomId: sessions.shareRoomId,
  ingestToken: sessions.ingestToken,
  report: sessions.report,
};

/** Those of the sessions that the watcher may see, in any order. */
export function findParkingSessions(
  db: ReadDb,
  watcher: Watcher,
  ids: readonly string[],
): Promise<ParkingSession[]> {
  return db
    .named('telemetry.findParkingSessions')
    .select(columns)
    .from(sessions)
    .where(and(sql`${sessions.id} = any(${idList(ids)})`, mayWatch(watcher, sessions.driverId)));
}

/** For the sensor bridge, whose right is the token in the row, and for jobs. */
export async function findAnySession(db: ReadDb, id: string): Promise<ParkingSession | null> {
  const [row] = await db
    .named('telemetry.findAnySession')
    .select(columns)
    .from(sessions)
    .where(eq(sessions.id, id));
  return row ?? null;
}

/** Place in a list that shows the newest first. */
export interface SessionListKey {
  readonly startedAt: Date;
  readonly id: string;
}

/** A driver's own, the newest first. */
export function findSessionsOfDriver(
  db: ReadDb,
  driverId: string,
  after: SessionListKey | null,
  limit: number,
): Promise<ParkingSession[]> {
  const isAfter = after
    ? or(
        lt(sessions.startedAt, after.startedAt),
        and(eq(sessions.startedAt, after.startedAt), lt(sessions.id, after.id)),
      )
    : undefined;
  return db
    .named('telemetry.findSessionsOfDriver')
    .select(columns)
    .from(sessions)
    .where(and(eq(sessions.driverId, driverId), isAfter))
    .orderBy(desc(sessions.startedAt), desc(sessions.id))
    .limit(limit);
}

export async function findRunningSession(db: ReadDb, driverId: string): Promise<ParkingSession | null> {
  const [row] = await db
    .named('telemetry.findRunningSession')
    .select(columns)
    .from(sessions)
    .where(and(eq(sessions.driverId, driverId), eq(sessions.state, 'RUNNING')));
  return row ?? null;
}

/** Null when the id is taken, or the driver or the vehicle is in a session that runs. */
export async function insertSession(
  tx: Tx,
  { ingestToken, startedAt, ...draft }: ParkingDraft & Pick<ParkingSession, 'ingestToken' | 'startedAt'>,
): Promise<ParkingSession | null> {
  const [row] = await tx
    .named('telemetry.insertSession')
    .insert(sessions)
    .values({ ...draft, ingestToken, startedAt, lastSampleAt: startedAt, state: 'RUNNING' })
    .onConflictDoNothing()
    .returning(columns);
  return row ?? null;
}

/** Holds the session's row until the transaction ends. */
export async function lockSession(tx: Tx, id: string): Promise<ParkingSession | null> {
  const [row] = await tx
    .named('telemetry.lockSession')
    .select(columns)
    .from(sessions)
    .where(eq(sessions.id, id))
    .for('update');
  return row ?? null;
}

export interface Finished {
  readonly state: 'FINISHED';
  readonly at: Date;
  readonly report: ParkingReport;
}

export interface Aborted {
  readonly state: 'ABORTED';
  readonly at: Date;
  readonly reason: AbortReason;
}

export type SessionEnd = Finished | Aborted;

export async function endSession(tx: Tx, id: string, end: SessionEnd): Promise<void> {
  await tx
    .named('telemetry.endSession')
    .update(sessions)
    .set({
      state: end.state,
      endedAt: end.at,
      report: end.state === 'FINISHED' ? end.report : null,
      abortReason: end.state === 'ABORTED' ? end.reason : null,
    })
    .where(eq(sessions.id, id));
}

/** Sessions that run and of which nothing has been heard since `before`. */
export async function findSilentSessions(db: ReadDb, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .named('telemetry.findSilentSessions')
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.state, 'RUNNING'), lt(sessions.lastSampleAt, before)))
    .limit(limit);
  return rows.map(({ id }) => id);
}
