import type { WriteDb } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findFramesAfter, findLastAlertSeq } from '../db/samples.ts';
import type { ParkingSession } from '../domain/parking-session.ts';
import { LiveSession } from './live-session.ts';

type Storage = Pick<Services, 'db'>;

/** Frames read at once when a session is built up again. */
const pageSize = 2_000;

/** One process's running sessions, by primary: tests host several. */
const processes = new WeakMap<WriteDb, Map<string, Promise<LiveSession>>>();

function sessionsOf({ db }: Storage): Map<string, Promise<LiveSession>> {
  const sessions = processes.get(db.write) ?? new Map<string, Promise<LiveSession>>();
  processes.set(db.write, sessions);
  return sessions;
}

/** The session as this process knows it; null when nothing has come in here. */
export async function findLiveSession(services: Storage, id: string): Promise<LiveSession | null> {
  return (await sessionsOf(services).get(id)) ?? null;
}

/** As `findLiveSession`; built up from what is stored when this process does not know it yet. */
export function openLiveSession(services: Storage, session: ParkingSession): Promise<LiveSession> {
  const sessions = sessionsOf(services);
  const opened = sessions.get(session.id) ?? rebuild(services, session);
  sessions.set(session.id, opened);
  opened.catch(() => sessions.delete(session.id));
  return opened;
}

export function forgetLiveSession(services: Storage, id: string): void {
  sessionsOf(services).delete(id);
}

/** The coach is pure, so the stored frames lead it to where it was; what was not stored is a gap. */
async function rebuild({ db }: Storage, session: ParkingSession): Promise<LiveSession> {
  const live = new LiveSession(session, await findLastAlertSeq(db.write, session.id));
  for (let afterUs = 0; ;) {
    const rows = await findFramesAfter(db.write, session.id, afterUs, pageSize);
    for (const { frame } of rows) live.assess(frame);
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return live;
    afterUs = last.sensorAtUs;
  }
}
