import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent, type EventToAppend } from '@moim/kit/events/append.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { parkingAborted, parkingFinished } from '@moim/schema/contracts/telemetry.ts';
import { type Aborted, endSession, type Finished, type SessionEnd } from '../db/parking-sessions.ts';
import type { ParkingSession } from '../domain/parking-session.ts';
import { endedMessage, sessionTopic } from './alert-message.ts';
import { findLiveSession, forgetLiveSession } from './live-sessions.ts';
import { sessionSnapshot } from './session-snapshot.ts';

/** Ends a session whose row is locked: state, event, and after the commit the streams. */
export async function endLockedSession(
  tx: Tx,
  services: Services,
  session: ParkingSession,
  end: SessionEnd,
): Promise<void> {
  await endSession(tx, session.id, end);
  const event = {
    id: services.newId(),
    aggregateId: session.id,
    aggregateSeq: 2, // after its start: a session has exactly these two
    occurredAt: end.at,
  };
  await (end.state === 'FINISHED'
    ? appendFinished(tx, session, end, event)
    : appendAborted(tx, session, end, event));
  tx.afterCommit(() => void tellEnd(services, session.id));
}

type EventFrame = Pick<EventToAppend<unknown>, 'id' | 'aggregateId' | 'aggregateSeq' | 'occurredAt'>;

function appendFinished(tx: Tx, session: ParkingSession, end: Finished, event: EventFrame): Promise<void> {
  const { score } = end.report;
  const { shareRoomId } = session;
  const payload = { ...sessionSnapshot(session), finishedAt: end.at.toISOString(), score, shareRoomId };
  return appendEvent(tx, 'telemetry', { ...event, contract: parkingFinished, payload });
}

function appendAborted(tx: Tx, session: ParkingSession, end: Aborted, event: EventFrame): Promise<void> {
  const payload = { ...sessionSnapshot(session), abortedAt: end.at.toISOString(), reason: end.reason };
  return appendEvent(tx, 'telemetry', { ...event, contract: parkingAborted, payload });
}

async function tellEnd(services: Services, sessionId: string): Promise<void> {
  const live = await findLiveSession(services, sessionId);
  live?.end();
  forgetLiveSession(services, sessionId);
  await services.bus.publish(sessionTopic(sessionId), endedMessage);
}
