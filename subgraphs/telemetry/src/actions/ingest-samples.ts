import { createHash, timingSafeEqual } from 'node:crypto';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findAnySession } from '../db/parking-sessions.ts';
import { type FrameRules, SessionOverError, sortFrames } from '../domain/frame-rules.ts';
import { toKnownId } from '../domain/id.ts';
import { ingestExpiresAt, type ParkingSession } from '../domain/parking-session.ts';
import type { SampleFrame } from '../domain/sample-frame.ts';
import { standardProfile } from '../domain/standard-profile.ts';
import type { StoredAlert } from '../domain/stored-alert.ts';
import { alertMessage, sessionTopic } from './alert-message.ts';
import type { LiveSession } from './live-session.ts';
import { findLiveSession, openLiveSession } from './live-sessions.ts';
import { sampleWriterOf } from './sample-writer.ts';

export interface Ingested {
  readonly acceptedCount: number;
  /** Frames that had been taken in before. */
  readonly repeatedCount: number;
}

interface Batch {
  readonly sessionId: string;
  readonly frames: readonly SampleFrame[];
  /** Where the frames stand in the request, and what says their time there: see `FrameRules`. */
  readonly path?: string;
  readonly timeField?: FrameRules['timeField'];
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
  { path = 'input.frames', ...batch }: Batch,
): Promise<Ingested> {
  const isAllowed = ({ driverId }: ParkingSession) => driverId === viewer.memberId;
  return ingest(services, { ...batch, path }, isAllowed);
}

/** As `ingestSamples`, for the sensor bridge, which has the session's token. */
export async function ingestWithToken(
  services: Services,
  token: string,
  { path = 'frames', ...batch }: Batch,
): Promise<Ingested> {
  const digest = digestOf(token);
  const nowMs = services.now().getTime();
  const isAllowed = (session: ParkingSession) =>
    timingSafeEqual(digestOf(session.ingestToken), digest) && nowMs < ingestExpiresAt(session).getTime();
  return ingest(services, { ...batch, path }, isAllowed);
}

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

async function ingest(
  services: Services,
  { sessionId, frames, path, timeField }: Batch & { readonly path: string },
  isAllowed: (session: ParkingSession) => boolean,
): Promise<Ingested> {
  const receivedAt = services.now();
  const live = await liveSession(services, toKnownId(sessionId), isAllowed);
  if (live.isOver) throw new SessionOverError();
  sampleWriterOf(services).assertRoom();
  const { fresh, repeatedCount } = sortFrames(frames, {
    path,
    timeField,
    profile: standardProfile,
    startedAtMs: live.session.startedAt.getTime(),
    nowMs: receivedAt.getTime(),
    lastSensorAtMs: live.lastSensorAtMs,
    isKnown: (sensorAtMs) => live.isKnown(sensorAtMs),
  });
  take(services, live, fresh, receivedAt);
  return { acceptedCount: fresh.length, repeatedCount };
}

async function liveSession(
  services: Services,
  id: string,
  isAllowed: (session: ParkingSession) => boolean,
): Promise<LiveSession> {
  const known = await findLiveSession(services, id);
  const session = known?.session ?? (await findAnySession(services.db.write, id));
  if (!session || !isAllowed(session)) throw new NotFoundError();
  if (session.state !== 'RUNNING') throw new SessionOverError();
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
    live.show({ ...moment, sessionId, receivedAtMs: receivedAt.getTime(), assessedAtMs });
  }
  sampleWriterOf(services).add({ sessionId, frames, alerts, receivedAt });
}
