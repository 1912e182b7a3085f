import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { isInitialised } from '../initialise.ts';
import { launch, LaunchFailure } from '../launch.ts';
import type { Location } from '../location.ts';
import { findRunningPostmaster, forgetStalePid } from '../postmaster.ts';
import { stopServer } from '../stop.ts';
import {
  connectPrimary,
  ensureReplicationRole,
  findSlot,
  renewSlot,
  replicationPassword,
} from './replication-slot.ts';
import { seedCluster } from './seed-cluster.ts';
import { writeStandbyFiles } from './standby-files.ts';
import { readSystemIdentifier } from './system-identifier.ts';

export type StandbyOrigin = 'attached' | 'started' | 'seeded';

export interface Standby {
  /** Of the primary's superuser. */
  readonly primaryUrl: string;
  readonly primaryCluster: string;
  readonly location: Location;
  /** Of its own superuser, who is the primary's. */
  readonly url: string;
  readonly logFile: string;
  readonly isDurable: boolean;
}

/** Generous: what was written since the standby stopped is replayed first. */
const streamsWithinMs = 20_000;

/**
 * A standby that streams: attached to when it runs already, started where it stopped, or copied from
 * the primary when there is none or it cannot go on. Call with the start lock held.
 *
 * @throws {LaunchFailure} when even a new copy does not run
 */
export async function joinStandby(standby: Standby, signal: AbortSignal): Promise<StandbyOrigin> {
  const primary = await connectPrimary(standby.primaryUrl);
  try {
    await ensureReplicationRole(primary, replicationPassword(standby.primaryUrl));
    const resumed = (await canResume(standby, primary)) ? await resume(standby, primary, signal) : null;
    if (resumed) return resumed;
    signal.throwIfAborted();
    await stopServer(standby.location.cluster);
    await renewSlot(primary);
    await seedCluster({ ...standby, primary, signal });
    await start(standby, primary, signal);
    if (!(await isStreaming(standby, primary, signal)))
      throw new LaunchFailure('FATAL: a new copy does not stream');
    return 'seeded';
  } finally {
    await primary.end();
  }
}

/** Of this primary, and all that it has missed is still there. */
async function canResume({ location, primaryCluster }: Standby, primary: Client): Promise<boolean> {
  if (!isInitialised(location)) return false;
  if (readSystemIdentifier(location.cluster) !== readSystemIdentifier(primaryCluster)) return false;
  return (await findSlot(primary))?.isUsable ?? false;
}

/** Null: it cannot go on. */
async function resume(standby: Standby, primary: Client, signal: AbortSignal): Promise<StandbyOrigin | null> {
  writeStandbyFiles(standby.location.cluster, standby.primaryUrl, standby.location.user);
  const origin = (await attach(standby, primary)) ?? (await tryStart(standby, primary, signal));
  return origin && (await isStreaming(standby, primary, signal)) ? origin : null;
}

/** Null: it does not run, or not so that it could serve. */
async function attach({ location, url }: Standby, primary: Client): Promise<StandbyOrigin | null> {
  const running = findRunningPostmaster(location.cluster);
  if (!running || running.port !== Number(new URL(url).port)) return null;
  if (!(await isServing(url, await maxConnectionsOf(primary)))) return null;
  process.kill(running.pid, 'SIGHUP');
  return 'attached';
}

async function tryStart(
  standby: Standby,
  primary: Client,
  signal: AbortSignal,
): Promise<StandbyOrigin | null> {
  try {
    await stopServer(standby.location.cluster);
    await start(standby, primary, signal);
    return 'started';
  } catch (error) {
    if (error instanceof LaunchFailure) return null;
    throw error;
  }
}

async function start({ location, url, isDurable, logFile }: Standby, primary: Client, signal: AbortSignal) {
  forgetStalePid(location.cluster);
  const settings = {
    port: Number(new URL(url).port),
    isDurable,
    // Replay stops at a primary that allows more than the standby.
    maxConnections: await maxConnectionsOf(primary),
    more: standbySettings,
  };
  await launch(location, settings, logFile, signal);
}

/** It only repeats and reads, so it needs little memory of its own: the system's cache is shared. */
const standbySettings = {
  shared_buffers: '16MB',
  // Rows that a query reads here are not cleaned away over there.
  hot_standby_feedback: 'on',
  // A query that stands in the way of replay all the same is cancelled before readers see old rows.
  max_standby_streaming_delay: '2s',
  // After the primary's restart; the default lets 5 s pass.
  wal_retrieve_retry_interval: '500ms',
};

async function maxConnectionsOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ max: number }>(
    "select /* standby.maxConnections */ current_setting('max_connections')::int as max",
  );
  return rows[0]?.max ?? 100;
}

async function isServing(url: string, maxConnections: number): Promise<boolean> {
  const client = await connectPrimary(url).catch(() => null);
  if (!client) return false;
  try {
    const { rows } = await client.query<{ isServing: boolean }>(
      `select /* standby.isServing */ pg_is_in_recovery() and current_setting('max_connections')::int >= $1 as "isServing"`,
      [maxConnections],
    );
    return rows[0]?.isServing ?? false;
  } finally {
    await client.end();
  }
}

async function isStreaming({ location }: Standby, primary: Client, signal: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + streamsWithinMs;
  while (performance.now() < deadline && findRunningPostmaster(location.cluster)) {
    const slot = await findSlot(primary);
    if (slot?.isStreaming) return true;
    if (!slot?.isUsable) return false;
    await sleep(50, undefined, { signal });
  }
  return false;
}
