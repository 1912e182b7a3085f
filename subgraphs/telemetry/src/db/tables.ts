import { instant } from '@moim/kit/db/instant.ts';
import {
  bigint,
  doublePrecision,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { dangerLevels } from '../domain/danger.ts';
import { abortReasons, parkingStates } from '../domain/parking-session.ts';
import { alertPatterns } from '../domain/risk.ts';
import type { SampleFrame } from '../domain/sample-frame.ts';
import type { ParkingReport } from '../domain/score.ts';

/** Everything this subgraph stores lives in one Postgres schema that no other service can read. */
export const telemetry = pgSchema('telemetry');

export const vehicles = telemetry.table('vehicles', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  plate: text().notNull().unique(),
  registeredBy: uuid('registered_by').notNull(),
  registeredAt: instant('registered_at').notNull(),
});

export const parkingSessions = telemetry.table('parking_sessions', {
  id: uuid().primaryKey(),
  vehicleId: uuid('vehicle_id').notNull(),
  driverId: uuid('driver_id').notNull(),
  state: text({ enum: parkingStates }).notNull(),
  startedAt: instant('started_at').notNull(),
  endedAt: instant('ended_at'),
  abortReason: text('abort_reason', { enum: abortReasons }),
  calendarEventId: uuid('calendar_event_id'),
  coveragePeriodId: uuid('coverage_period_id'),
  shareRoomId: uuid('share_room_id'),
  ingestToken: text('ingest_token').notNull(),
  lastSampleAt: instant('last_sample_at').notNull(),
  report: jsonb().$type<ParkingReport>(),
});

export const sampleFrames = telemetry.table(
  'sample_frames',
  {
    sessionId: uuid('session_id').notNull(),
    sensorAtUs: bigint('sensor_at_us', { mode: 'number' }).notNull(),
    frame: jsonb().$type<SampleFrame>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.sensorAtUs] })],
);

export const parkingAlerts = telemetry.table(
  'parking_alerts',
  {
    sessionId: uuid('session_id').notNull(),
    seq: integer().notNull(),
    id: uuid().notNull().unique(),
    sensorAtMs: doublePrecision('sensor_at_ms').notNull(),
    pattern: text({ enum: alertPatterns }).notNull(),
    danger: text({ enum: dangerLevels }).notNull(),
    sensorId: text('sensor_id'),
    distanceCm: doublePrecision('distance_cm'),
    speedMps: doublePrecision('speed_mps').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.seq] })],
);
