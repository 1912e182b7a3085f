import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import { followLog } from '@moim/kit/live/follow-log.ts';
import { startOf } from '@moim/kit/live/resume.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findAlertsAfter } from '../db/parking-alerts.ts';
import { findParkingSessions } from '../db/parking-sessions.ts';
import { findLastAlertSeq } from '../db/samples.ts';
import type { StoredAlert } from '../domain/stored-alert.ts';
import type { Watcher } from '../domain/watcher.ts';
import { parseMessage, sessionTopic } from './alert-message.ts';

/** A lost message is made good from storage after this long. */
const recheckMs = 2_000;
/** What a reader may be behind the bus before it reads from storage. */
const maxHeard = 200;

export interface FollowParkingAlerts {
  readonly watcher: Watcher;
  readonly sessionId: string;
  /** Last alert that is known; null to start with what comes next. */
  readonly afterSeq: number | null;
  readonly random: () => number;
}

/**
 * Every alert of a session after the cursor, then each as it is raised, from the bus before it is
 * stored. Ends with the session, once all are told.
 *
 * @throws {NotFoundError} when the watcher may not see the session
 * @throws {InvalidInputError} naming `afterSeq` for a cursor beyond the last alert
 */
export async function followParkingAlerts(
  { db, bus, now }: Pick<Services, 'db' | 'bus' | 'now'>,
  { watcher, sessionId, afterSeq, random }: FollowParkingAlerts,
): Promise<AsyncIterableIterator<StoredAlert, void>> {
  const id = toKnownId(sessionId);
  const find = async () => {
    const [session] = await findParkingSessions(db.write, watcher, [id]);
    if (!session) throw new NotFoundError();
    return session;
  };
  await find();
  const heard = new HeardAlerts();
  const unsubscribe = await bus.subscribe(sessionTopic(id), (message) => heard.take(parseMessage(message)));
  const log = {
    topic: sessionTopic(id),
    recheckMs,
    start: async () => startOf(afterSeq, await lastSeq(db, id, heard)),
    readAfter: async (seq: number, limit: number) => {
      const told = heard.after(seq);
      if (told.length > 0) return told;
      const { state } = await find();
      const stored = await findAlertsAfter(db.write, id, seq, limit);
      if (stored.length === 0 && state !== 'RUNNING') throw new SessionEnded();
      return stored;
    },
  };
  try {
    return ending(await followLog({ bus, now, random }, log), unsubscribe);
  } catch (error) {
    await unsubscribe();
    throw error;
  }
}

class SessionEnded extends Error {}

async function lastSeq(db: Services['db'], id: string, heard: HeardAlerts): Promise<number> {
  return Math.max(await findLastAlertSeq(db.write, id), heard.lastSeq);
}

/** What the bus has told, as long as it is without a gap. */
class HeardAlerts {
  #alerts: StoredAlert[] = [];

  get lastSeq(): number {
    return this.#alerts.at(-1)?.seq ?? 0;
  }

  take(message: ReturnType<typeof parseMessage>): void {
    if (message?.kind !== 'alert') return;
    const { kind: _, ...alert } = message;
    if (alert.seq <= this.lastSeq) return;
    if (alert.seq !== this.lastSeq + 1) this.#alerts = [];
    this.#alerts.push(alert);
    if (this.#alerts.length > maxHeard) this.#alerts.shift();
  }

  /** Those right after `seq`; none when there is a gap between. */
  after(seq: number): StoredAlert[] {
    const later = this.#alerts.filter((alert) => alert.seq > seq);
    return later[0]?.seq === seq + 1 ? later : [];
  }
}

/** Turns the end of the session into the end of the stream, and hangs up with it. */
function ending(
  rows: AsyncIterableIterator<StoredAlert, void>,
  hangUp: () => Promise<void>,
): AsyncIterableIterator<StoredAlert, void> {
  return {
    next: async () => {
      try {
        return await rows.next();
      } catch (error) {
        await hangUp();
        if (error instanceof SessionEnded) return { value: undefined, done: true };
        throw error;
      }
    },
    return: async () => {
      await hangUp();
      await rows.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
