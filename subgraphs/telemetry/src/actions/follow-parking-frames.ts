import { InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import { Wake } from '@moim/kit/live/wake.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findParkingSessions } from '../db/parking-sessions.ts';
import { isFromFuture } from '../domain/frame-rules.ts';
import type { Watcher } from '../domain/watcher.ts';
import type { LiveFrame } from './live-session.ts';
import { findLiveSession, openLiveSession } from './live-sessions.ts';

/** Nothing is owed to a gauge: this only bounds the sleep. */
const longestSleepMs = 10_000;

/** What ended elsewhere may not have been heard of here. */
async function isOver({ db }: Services, watcher: Watcher, id: string): Promise<boolean> {
  const [session] = await findParkingSessions(db.write, watcher, [id]);
  return session?.state !== 'RUNNING';
}

export interface FollowParkingFrames {
  readonly watcher: Watcher;
  readonly sessionId: string;
  /** `sensorAtMs` of the last frame that is known; null: none is. */
  readonly afterSensorAtMs: number | null;
}

/**
 * The newest frame of a running session, unless it is known, and again whenever there is a newer one; a slow reader
 * misses those between, and so does one who comes back. By the time of the sensors: a process that takes over counts
 * from what was stored, so that its numbers may come twice. Ends with the session.
 *
 * @throws {NotFoundError} when the watcher may not see the session, or it is over
 * @throws {InvalidInputError} naming `afterSensorAtMs` for a time that no frame can have yet
 */
export async function followParkingFrames(
  services: Services,
  { watcher, sessionId, afterSensorAtMs }: FollowParkingFrames,
): Promise<AsyncIterableIterator<LiveFrame, void>> {
  const [session] = await findParkingSessions(services.db.write, watcher, [toKnownId(sessionId)]);
  if (session?.state !== 'RUNNING') throw new NotFoundError();
  // Not by the newest frame: a process that has just read it back may lag behind the one that told the cursor.
  if (afterSensorAtMs !== null && isFromFuture(afterSensorAtMs, services.now().getTime()))
    throw new InvalidInputError('afterSensorAtMs', 'This cursor is from the future.');
  const id = session.id;
  let live = await openLiveSession(services, session);
  const wake = new Wake();
  const stopListening = live.listen(wake.call);
  let shownAtMs = afterSensorAtMs ?? -Infinity;

  const stop = () => {
    stopListening();
    wake.stop();
  };
  const next = async (): Promise<IteratorResult<LiveFrame, void>> => {
    while (!wake.isStopped) {
      wake.reset();
      const { latest } = live;
      if (latest && latest.sensorAtMs > shownAtMs) {
        shownAtMs = latest.sensorAtMs;
        return { value: latest, done: false };
      }
      if (live.isOver || (live.isBehind && (await isOver(services, watcher, id)))) break;
      await wake.sleep(longestSleepMs);
      live = (await findLiveSession(services, id)) ?? live;
    }
    stop();
    return { value: undefined, done: true };
  };
  const frames: AsyncIterableIterator<LiveFrame, void> = {
    next,
    return: async () => {
      stop();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]: () => frames,
  };
  return frames;
}
