import type { ReadDb } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { StoredAlert } from '../domain/stored-alert.ts';
import type { Watcher } from '../domain/watcher.ts';
import { mayWatch } from './rights.ts';
import { parkingAlerts as alerts, parkingSessions as sessions } from './tables.ts';

const columns = {
  sessionId: alerts.sessionId,
  seq: alerts.seq,
  id: alerts.id,
  sensorAtMs: alerts.sensorAtMs,
  pattern: alerts.pattern,
  danger: alerts.danger,
  sensorId: alerts.sensorId,
  distanceCm: alerts.distanceCm,
  speedMps: alerts.speedMps,
};

export function findAlerts(db: ReadDb, watcher: Watcher, ids: readonly string[]): Promise<StoredAlert[]> {
  return db
    .named('telemetry.findAlerts')
    .select(columns)
    .from(alerts)
    .innerJoin(sessions, eq(sessions.id, alerts.sessionId))
    .where(and(sql`${alerts.id} = any(${idList(ids)})`, mayWatch(watcher, sessions.driverId)));
}

/** The same page of the alerts of each session, ascending by `seq`. */
export async function findAlertsOfSessions(
  db: ReadDb,
  watcher: Watcher,
  sessionIds: readonly string[],
  { afterSeq, limit }: { readonly afterSeq: number; readonly limit: number },
): Promise<StoredAlert[]> {
  const { rows } = await db.named('telemetry.findAlertsOfSessions').execute<
    StoredAlert & Record<string, unknown>
  >(sql`
    select page.session_id as "sessionId", page.seq, page.id, page.sensor_at_ms as "sensorAtMs",
      page.pattern, page.danger, page.sensor_id as "sensorId", page.distance_cm as "distanceCm",
      page.speed_mps as "speedMps"
    from telemetry.parking_sessions as session
    cross join lateral (
      select * from telemetry.parking_alerts as alert
      where alert.session_id = session.id and alert.seq > ${afterSeq}
      order by alert.seq limit ${limit}
    ) as page
    where session.id = any(${idList(sessionIds)}) and ${mayWatch(watcher, sql`session.driver_id`)}
    order by page.seq`);
  return rows;
}

/** For a stream that has been let in: what is stored after the cursor. */
export function findAlertsAfter(
  db: ReadDb,
  sessionId: string,
  afterSeq: number,
  limit: number,
): Promise<StoredAlert[]> {
  return db
    .named('telemetry.findAlertsAfter')
    .select(columns)
    .from(alerts)
    .where(and(eq(alerts.sessionId, sessionId), gt(alerts.seq, afterSeq)))
    .orderBy(asc(alerts.seq))
    .limit(limit);
}
