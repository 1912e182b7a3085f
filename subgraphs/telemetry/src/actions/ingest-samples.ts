import { createHash, timingSafeEqual } from 'node:crypto';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findAnySession } from '../db/parking-sessions.ts';
import { SessionOverError, sortFrames } from '../domain/frame-rules.ts';
import { checkRecords, joinRecords } from '../domain/join-records.ts';
import { ingestExpiresAt, type ParkingSession } from '../domain/parking-session.ts';
import type { SampleFrame } from '../domain/sample-frame.ts';
import type { SensorRecord } from '../domain/sensor-record.ts';
import { standardProfile } from '../domain/standard-profile.ts';
import type { StoredAlert } from '../domain/stored-alert.ts';
import { alertMessage, sessionTopic } from './alert-message.ts';
import { frameMessage, framesTopic } from './frame-message.ts';
import type { LiveSession } from './live-session.ts';
import { catchUpLiveSession, findLiveSession, openLiveSession } from './live-sessions.ts';
import { sampleWriterOf } from './sample-writer.ts';

/** Counts frames; records of a batch of records. */
export interface Ingested {
  readonly acceptedCount: number;
  /** Taken in before. */
  readonly repeatedCount: number;
}

interface Batch {
  readonly sessionId: string;
  readonly frames: readonly SampleFrame[];
  /** Where the frames stand in the request: see `FrameRules`. */
  readonly path?: string;
}

interface RecordBatch {
  readonly sessionId: string;
  readonly records: readonly SensorRecord[];
}

/** What a batch comes to in its session. */
type Accept = (live: LiveSession, nowMs: number) => Accepted;

interface Accepted extends Ingested {
  readonly frames: readonly SampleFrame[];
}

/**
 * Takes in samples of the driver's own session: assessed and told before this resolves, stored
 * shortly after. All frames of a batch or none.
 *
 * @throws {InvalidInputError} naming the field, e.g. `input.frames.3.distances.rear-left`
 * @throws {NotFoundError} for an unknown session and for that of somebody else
 * @throws {SessionOverError} when the session is over
 */
export async function ingestSamples(
  services: Services,
  viewer: Viewer,
  { sessionId, frames, path = 'input.frames' }: Batch,
): Promise<Ingested> {
  const isAllowed = ({ driverId }: ParkingSession) => driverId === viewer.memberId;
  const named = { id: sessionId, field: 'input.sessionId' };
  return ingest(services, named, acceptFrames(frames, path), isAllowed);
}

/** As `ingestSamples`, for the sensor bridge, which has the session's token; it may also send records. */
export async function ingestWithToken(
  services: Services,
  token: string,
  batch: Batch | RecordBatch,
): Promise<Ingested> {
  const digest = digestOf(token);
  const nowMs = services.now().getTime();
  const isAllowed = (session: ParkingSession) =>
    timingSafeEqual(digestOf(session.ingestToken), digest) && nowMs < ingestExpiresAt(session).getTime();
  const accept = 'records' in batch ? acceptRecords(batch.records) : acceptFrames(batch.frames, 'frames');
  return ingest(services, { id: batch.sessionId, field: 'sessionId' }, accept, isAllowed);
}

/** A session as the request names it. */
interface NamedSession {
  readonly id: string;
  readonly field: string;
}

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

async function ingest(
  services: Services,
  named: NamedSession,
  accept: Accept,
  isAllowed: (session: ParkingSession) => boolean,
): Promise<Ingested> {
  const receivedAt = services.now();
  const live = await liveSession(services, named, isAllowed);
  if (live.isOver) throw new SessionOverError(named.field);
  sampleWriterOf(services).assertRoom();
  const { frames, ...counts } = accept(live, receivedAt.getTime());
  take(services, live, frames, receivedAt);
  return counts;
}

const acceptFrames =
  (frames: readonly SampleFrame[], path: string): Accept =>
  (live, nowMs) => {
    const { fresh, repeatedCount } = sortFrames(frames, {
      path,
      profile: standardProfile,
      startedAtMs: live.session.startedAt.getTime(),
      nowMs,
      lastSensorAtMs: live.lastSensorAtMs,
      isKnown: (sensorAtMs) => live.isKnown(sensorAtMs),
    });
    return { frames: fresh, acceptedCount: fresh.length, repeatedCount };
  };

const acceptRecords =
  (records: readonly SensorRecord[]): Accept =>
  ({ session, heard }, nowMs) => {
    checkRecords(records, { profile: standardProfile, startedAtMs: session.startedAt.getTime(), nowMs });
    const { frames, repeatedCount } = joinRecords(records, heard);
    return { frames, acceptedCount: records.length - repeatedCount, repeatedCount };
  };

async function liveSession(
  services: Services,
  { id: given, field }: NamedSession,
  isAllowed: (session: ParkingSession) => boolean,
): Promise<LiveSession> {
  const id = toKnownId(given, field);
  const found = await findLiveSession(services, id);
  const known = found?.isBehind ? null : found;
  const session = known?.session ?? (await findAnySession(services.db.write, id));
  if (!session || !isAllowed(session)) throw new NotFoundError(undefined, field);
  if (session.state !== 'RUNNING') throw new SessionOverError(field);
  if (found?.isBehind) return catchUpLiveSession(services, found);
  return known ?? openLiveSession(services, session);
}

/** Assess, tell, then store: nothing here waits for anything, so frames of one session never mix. */
function take(services: Services, live: LiveSession, frames: readonly SampleFrame[], receivedAt: Date): void {
  const { id: sessionId } = live.session;
  const alerts: StoredAlert[] = [];
  for (const frame of frames) {
    const moment = live.assess(frame);
    for (const alert of moment.alerts) {
      if (alert.seq <= live.toldAlertSeq) continue;
      const stored = { ...alert, id: services.newId(), sessionId };
      alerts.push(stored);
      void services.bus.publish(sessionTopic(sessionId), alertMessage(stored));
    }
    const assessedAtMs = services.now().getTime();
    const receivedAtMs = receivedAt.getTime();
    live.show({ ...moment, sessionId, receivedAtMs, assessedAtMs });
    const told = { by: live.id, seq: moment.seq, receivedAtMs, frame };
    void services.bus.publish(framesTopic(sessionId), frameMessage(told));
  }
  sampleWriterOf(services).add({ sessionId, frames, alerts, receivedAt });
}
