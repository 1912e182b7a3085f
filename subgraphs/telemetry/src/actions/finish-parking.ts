import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { ConflictError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findAnySession, lockSession } from '../db/parking-sessions.ts';
import { SessionOverError } from '../domain/frame-rules.ts';
import type { ParkingSession } from '../domain/parking-session.ts';
import { scoreDrive } from '../domain/score.ts';
import { standardProfile } from '../domain/standard-profile.ts';
import { endLockedSession } from './end-session.ts';
import { openLiveSession } from './live-sessions.ts';
import { sampleWriterOf } from './sample-writer.ts';

const field = 'input.sessionId';

/**
 * Ends the viewer's session with a report. Asked again it answers the same session.
 *
 * @throws {NotFoundError} for an unknown session and for that of somebody else
 * @throws {ConflictError} when it was aborted, or when there were no samples to report on
 */
export async function finishParking(
  services: Services,
  viewer: Viewer,
  { sessionId }: { readonly sessionId: string },
): Promise<ParkingSession> {
  const id = toKnownId(sessionId, field);
  const session = await findAnySession(services.db.write, id);
  if (session?.driverId !== viewer.memberId) throw new NotFoundError(undefined, field);
  if (session.state === 'FINISHED') return session;
  if (session.state === 'ABORTED') throw new SessionOverError(field);
  const live = await openLiveSession(services, session);
  live.end(); // from here on samples are refused
  try {
    await sampleWriterOf(services).flush();
    return await finish(services, id, live.coach.summary());
  } catch (error) {
    live.resume();
    throw error;
  }
}

async function finish(
  services: Services,
  id: string,
  summary: Parameters<typeof scoreDrive>[0],
): Promise<ParkingSession> {
  if (summary.frameCount === 0)
    throw new ConflictError('Nothing was measured in this session; it can only be aborted.', field);
  const at = services.now();
  return services.db.write.transaction(async (tx) => {
    const session = await lockSession(tx, id);
    if (!session) throw new NotFoundError(undefined, field);
    if (session.state === 'FINISHED') return session;
    if (session.state === 'ABORTED') throw new SessionOverError(field);
    const report = scoreDrive(summary, standardProfile);
    await endLockedSession(tx, services, session, { state: 'FINISHED', at, report });
    return { ...session, state: 'FINISHED', endedAt: at, report };
  });
}
