import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { Claims } from '../claims.ts';
import { prepareLocation } from '../location.ts';
import type { EmbeddedPostgres } from '../start-embedded-postgres.ts';
import { withStartLock } from '../start-lock.ts';
import { stopServer, stopServerNow } from '../stop.ts';
import { joinStandby, type StandbyOrigin } from './join-standby.ts';
import { keepStandby } from './keep-standby.ts';
import { reservePort } from './standby-port.ts';

export interface EmbeddedStandbyOptions {
  readonly primary: Pick<EmbeddedPostgres, 'url' | 'location'>;
  /** Absolute; receives the copy of the cluster, its log and the list of its users. */
  readonly folder: string;
  /** Default true; false only for tests. */
  readonly isDurable?: boolean;
  /** How often it is looked after; default 5,000. */
  readonly checkEveryMs?: number;
  readonly log?: Pick<Logger, 'info' | 'warn'>;
}

export interface EmbeddedStandby {
  /** Of the primary's superuser, database `postgres`; nobody listens there before it has joined. */
  readonly url: string;
  /**
   * Begins to keep it running. Resolves when it first streams, which nobody has to wait for; never
   * rejects: what is in the way is logged and tried again.
   */
  start(): Promise<StandbyOrigin>;
  /** Stops it unless another living process uses it. Before the primary, which would wait for it. */
  stop(): Promise<void>;
  /** The same without waiting, for a process that ends this instant. */
  stopNow(): void;
}

/** A streaming copy of an embedded PostgreSQL, for reads: its address at once, itself in the background. */
export async function openEmbeddedStandby(options: EmbeddedStandbyOptions): Promise<EmbeddedStandby> {
  const { primary, folder, isDurable = true, checkEveryMs = 5_000, log } = options;
  mkdirSync(folder, { recursive: true });
  const location = prepareLocation(folder);
  const { cluster } = location;
  const claims = new Claims(join(folder, 'users'));
  claims.add();
  const port = await reservePort(folder, cluster, claims);
  const url = Object.assign(new URL(primary.url), { port: String(port) }).href;
  const standby = {
    ...{ url, location, isDurable, logFile: join(folder, 'postgresql.log') },
    ...{ primaryUrl: primary.url, primaryCluster: primary.location.cluster },
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  const joinOnce = () => withStartLock(join(folder, 'starting'), () => joinStandby(standby, signal));
  let keeping: Promise<void> = Promise.resolve();
  return {
    url,
    start: () =>
      new Promise((onJoined) => {
        keeping = keepStandby({ standby, join: joinOnce, onJoined, checkEveryMs, signal, log });
      }),
    stop: async () => {
      stopping.abort();
      await keeping;
      if (claims.remove()) await stopServer(cluster);
    },
    stopNow: () => {
      stopping.abort();
      if (claims.remove()) stopServerNow(cluster);
    },
  };
}
