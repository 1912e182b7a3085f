import { z } from 'zod';

const memberId = z.uuid();
/** An instant: RFC 3339 in UTC with milliseconds. */
const instant = z.iso.datetime({ precision: 3 });

const parkingSession = 'parking-session';

const snapshot = {
  parkingSessionId: z.uuid(),
  vehicleId: z.uuid(),
  /** Who drives. */
  memberId,
  calendarEventId: z.uuid().nullable(),
  /** Cover that ends with the parking. */
  coveragePeriodId: z.uuid().nullable(),
  startedAt: instant,
};

export const parkingStarted = {
  name: 'telemetry.parking-started.v1',
  aggregateType: parkingSession,
  payload: z.strictObject(snapshot),
};

export const parkingFinished = {
  name: 'telemetry.parking-finished.v1',
  aggregateType: parkingSession,
  payload: z.strictObject({
    ...snapshot,
    finishedAt: instant,
    /** 0 to 100. */
    score: z.int().min(0).max(100),
    /** Room to which the driver agreed to post the score; null: none. */
    shareRoomId: z.uuid().nullable(),
  }),
};

/** Given up by the driver, by silence, or because the driver withdrew: no score. */
export const parkingAborted = {
  name: 'telemetry.parking-aborted.v1',
  aggregateType: parkingSession,
  payload: z.strictObject({
    ...snapshot,
    abortedAt: instant,
    reason: z.enum(['DRIVER', 'SILENCE', 'WITHDRAWAL']),
  }),
};
