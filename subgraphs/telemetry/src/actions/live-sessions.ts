import { lastingDb, type WriteDb } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findFramesAfter, findLastAlertSeq } from '../db/samples.ts';
import type { Moment } from '../domain/moment.ts';
import type { ParkingSession } from '../domain/parking-session.ts';
import { type LiveFrame, LiveSession } from './live-session.ts';
import { SessionFeed } from './session-feed.ts';

type Storage = Pick<Services, 'db'>;
type Following = Pick<Services, 'db' | 'bus' | 'now'>;

/** Frames read at once when a session is built up again. */
const pageSize = 2_000;

interface Opened {
  readonly live: LiveSession;
  readonly feed: SessionFeed;
}

/** One process's running sessions, by primary: tests host several. */
const processes = new WeakMap<WriteDb, Map<string, Promise<Opened>>>();

function sessionsOf({ db }: Storage): Map<string, Promise<Opened>> {
  const primary = lastingDb(db.write);
  const sessions = processes.get(primary) ?? new Map<string, Promise<Opened>>();
  processes.set(primary, sessions);
  return sessions;
}

/** The session as this process knows it; null when nobody has asked for it here. */
export async function findLiveSession(services: Storage, id: string): Promise<LiveSession | null> {
  return (await sessionsOf(services).get(id))?.live ?? null;
}

/**
 * As `findLiveSession`; built up from what is stored when this process does not know it yet, and kept
 * up with what other processes take in.
 */
export async function openLiveSession(services: Following, session: ParkingSession): Promise<LiveSession> {
  const sessions = sessionsOf(services);
  const opened = sessions.get(session.id) ?? open(services, session);
  return (await remember(sessions, session.id, opened)).live;
}

/** Built up anew from storage: for a process that takes over without knowing everything. */
export async function catchUpLiveSession(services: Following, live: LiveSession): Promise<LiveSession> {
  const { session } = live;
  const sessions = sessionsOf(services);
  const before = sessions.get(session.id);
  if ((await before)?.live !== live) return openLiveSession(services, session); // somebody else did
  const opened = sessions.get(session.id) === before ? open(services, session, live) : null;
  if (!opened) return openLiveSession(services, session);
  const next = remember(sessions, session.id, opened);
  await (await before)?.feed.close();
  return (await next).live;
}

/** It ended: whoever looks on hears no more of it here. */
export function forgetLiveSession(services: Storage, id: string): void {
  const sessions = sessionsOf(services);
  void sessions.get(id)?.then(({ feed }) => feed.close());
  sessions.delete(id);
}

function remember(
  sessions: Map<string, Promise<Opened>>,
  id: string,
  opened: Promise<Opened>,
): Promise<Opened> {
  sessions.set(id, opened);
  opened.catch(() => sessions.delete(id));
  return opened;
}

/** Hears first and reads then, so that nothing falls between. */
async function open(services: Following, session: ParkingSession, before?: LiveSession): Promise<Opened> {
  const feed = await SessionFeed.open(services, session.id);
  try {
    const live = await rebuild(services, session, before);
    feed.feed(live, () => forgetLiveSession(services, session.id));
    return { live, feed };
  } catch (error) {
    await feed.close();
    throw error;
  }
}

/**
 * The coach is pure, so the stored frames lead it to where it was; what was not stored is a gap. The last of them is
 * shown, so that who looks on here sees how things stand, and not only what comes next.
 */
async function rebuild(
  { db, now }: Pick<Following, 'db' | 'now'>,
  session: ParkingSession,
  before?: LiveSession,
): Promise<LiveSession> {
  const live = new LiveSession(session, await findLastAlertSeq(db.write, session.id), before);
  let shown: (Moment & Pick<LiveFrame, 'receivedAtMs'>) | null = null;
  for (let afterUs = 0; ;) {
    const rows = await findFramesAfter(db.write, session.id, afterUs, pageSize);
    for (const { frame, lastSampleAt } of rows)
      shown = { ...live.assess(frame), receivedAtMs: lastSampleAt.getTime() };
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) break;
    afterUs = last.sensorAtUs;
  }
  if (shown) live.show({ ...shown, sessionId: session.id, assessedAtMs: now().getTime() });
  return live;
}
