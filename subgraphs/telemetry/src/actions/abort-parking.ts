import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findRunningSession, findSilentSessions, lockSession } from '../db/parking-sessions.ts';
import { SessionOverError } from '../domain/frame-rules.ts';
import type { AbortReason, ParkingSession } from '../domain/parking-session.ts';
import { endLockedSession } from './end-session.ts';

const field = 'input.sessionId';

/**
 * Gives up the viewer's session: no report. Asked again it answers the same session.
 *
 * @throws {NotFoundError} for an unknown session and for that of somebody else
 * @throws {ConflictError} when it was finished
 */
export async function abortParking(
  services: Services,
  viewer: Viewer,
  { sessionId }: { readonly sessionId: string },
): Promise<ParkingSession> {
  const id = toKnownId(sessionId, field);
  return services.db.write.transaction(async (tx) => {
    const session = await lockSession(tx, id);
    if (session?.driverId !== viewer.memberId) throw new NotFoundError(undefined, field);
    if (session.state === 'FINISHED') throw new SessionOverError(field);
    return abort(tx, services, session, 'DRIVER');
  });
}

/** Silence for longer than this is the end: the bridge or the driver has gone. */
const silenceMs = 30 * 60_000;
const maxAtOnce = 500;

/** Gives up sessions without samples for 30 minutes; answers how many. */
export async function abortSilentSessions(services: Services): Promise<number> {
  const before = new Date(services.now().getTime() - silenceMs);
  const ids = await findSilentSessions(services.db.write, before, maxAtOnce);
  for (const id of ids)
    await services.db.write.transaction(async (tx) => {
      const session = await lockSession(tx, id);
      if (session) await abort(tx, services, session, 'SILENCE');
    });
  return ids.length;
}

/** A member who left the organisation drives no more; in the transaction of the event that says so. */
export async function abortSessionOfWithdrawn(tx: Tx, services: Services, memberId: string): Promise<void> {
  const running = await findRunningSession(tx, memberId);
  const session = running && (await lockSession(tx, running.id));
  if (session) await abort(tx, services, session, 'WITHDRAWAL');
}

async function abort(
  tx: Tx,
  services: Services,
  session: ParkingSession,
  reason: AbortReason,
): Promise<ParkingSession> {
  if (session.state !== 'RUNNING') return session;
  const at = services.now();
  await endLockedSession(tx, services, session, { state: 'ABORTED', at, reason });
  return { ...session, state: 'ABORTED', endedAt: at };
}
