import { randomBytes } from 'node:crypto';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import { parkingStarted } from '@moim/schema/contracts/telemetry.ts';
import { findAnySession, insertSession } from '../db/parking-sessions.ts';
import { findVehicles } from '../db/vehicles.ts';
import {
  AlreadyParkingError,
  draftSession,
  IdTakenError,
  isSameRequest,
  type ParkingSession,
  type StartParkingInput,
} from '../domain/parking-session.ts';
import { sessionSnapshot } from './session-snapshot.ts';

/**
 * Starts a session of the viewer with a vehicle. The same request again is the same session.
 *
 * @throws {InvalidInputError} naming the field
 * @throws {NotFoundError} for an unknown vehicle
 * @throws {ConflictError} when the id is taken, or the viewer or the vehicle is in another session
 */
export async function startParking(
  services: Services,
  viewer: Viewer,
  input: StartParkingInput,
): Promise<ParkingSession> {
  const draft = draftSession(viewer.memberId, input);
  return services.db.write.transaction(async (tx) => {
    if ((await findVehicles(tx, [draft.vehicleId])).length === 0) throw new NotFoundError();
    const ingestToken = randomBytes(32).toString('base64url');
    const session = await insertSession(tx, { ...draft, ingestToken, startedAt: services.now() });
    if (session) {
      await appendEvent(tx, 'telemetry', {
        contract: parkingStarted,
        id: services.newId(),
        aggregateId: session.id,
        aggregateSeq: 1,
        payload: sessionSnapshot(session),
        occurredAt: session.startedAt,
      });
      return session;
    }
    const stored = await findAnySession(tx, draft.id);
    if (stored && isSameRequest(stored, draft)) return stored;
    throw stored ? new IdTakenError() : new AlreadyParkingError();
  });
}
