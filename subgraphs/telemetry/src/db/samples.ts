import type { ReadDb, Tx, WriteDb } from '@moim/kit/db/database.ts';
import { asc, eq, sql } from 'drizzle-orm';
import type { SampleFrame } from '../domain/sample-frame.ts';
import type { StoredAlert } from '../domain/stored-alert.ts';
import { parkingAlerts, parkingSessions as sessions, sampleFrames } from './tables.ts';

export interface SampleBatch {
  readonly sessionId: string;
  readonly frames: readonly SampleFrame[];
  readonly alerts: readonly StoredAlert[];
  readonly receivedAt: Date;
}

/** Stores a batch; what was stored before stays as it is. Nothing is kept of a session that is over. */
export async function insertSamples(tx: Tx, { sessionId, frames, alerts, receivedAt }: SampleBatch) {
  const { rowCount } = await tx.named('telemetry.touchSession').execute(sql`
    update telemetry.parking_sessions set last_sample_at = ${receivedAt.toISOString()}::timestamptz
    where id = ${sessionId}::uuid and state = 'RUNNING'`);
  if (rowCount !== 1) return;
  if (alerts.length > 0)
    await tx
      .named('telemetry.insertAlerts')
      .insert(parkingAlerts)
      .values([...alerts])
      .onConflictDoNothing();
  if (frames.length === 0) return;
  const rows = frames.map((frame) => ({ at: toMicros(frame.sensorAtMs), frame }));
  await tx.named('telemetry.insertFrames').execute(sql`
    insert into telemetry.sample_frames (session_id, sensor_at_us, frame)
    select ${sessionId}::uuid, (row->>'at')::bigint, row->'frame'
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as row
    on conflict do nothing`);
}

/** Frames are told apart by microseconds. */
export const toMicros = (sensorAtMs: number): number => Math.round(sensorAtMs * 1_000);

/** All frames of a session in the order of time, `limit` at a time; each with when the last of the session came in. */
export function findFramesAfter(db: ReadDb, sessionId: string, afterUs: number, limit: number) {
  return db
    .named('telemetry.findFramesAfter')
    .select({
      sensorAtUs: sampleFrames.sensorAtUs,
      frame: sampleFrames.frame,
      lastSampleAt: sql`(
        select ${sessions.lastSampleAt} from ${sessions} where ${sessions.id} = ${sessionId}::uuid
      )`.mapWith(sessions.lastSampleAt),
    })
    .from(sampleFrames)
    .where(sql`${sampleFrames.sessionId} = ${sessionId}::uuid and ${sampleFrames.sensorAtUs} > ${afterUs}`)
    .orderBy(asc(sampleFrames.sensorAtUs))
    .limit(limit);
}

export async function findLastAlertSeq(db: WriteDb, sessionId: string): Promise<number> {
  const [row] = await db
    .named('telemetry.findLastAlertSeq')
    .select({ seq: sql<number>`coalesce(max(${parkingAlerts.seq}), 0)::int` })
    .from(parkingAlerts)
    .where(eq(parkingAlerts.sessionId, sessionId));
  return row?.seq ?? 0;
}
