import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import type { Replicated } from '../database.ts';
import {
  type EmbeddedStandby,
  openEmbeddedStandby,
} from '../embedded-postgres/standby/open-embedded-standby.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../embedded-postgres/start-embedded-postgres.ts';
import { openDatabase, type OpenDatabase } from '../open-database.ts';
import type { ReadDemand } from './read-demand.ts';

/** Where reads went, and why not to the replica. */
export interface Seen {
  primary: number;
  replica: number;
  behind: number;
  failed: number;
}

const nothing: Seen = { primary: 0, replica: 0, behind: 0, failed: 0 };

/** A primary with a standby that streams. */
export interface ReplicaStage {
  readonly primary: EmbeddedPostgres;
  /** The one that was opened last. */
  readonly standby: EmbeddedStandby;
  readonly seen: Seen;
  forgetSeen(): void;
  /** As a process of the product. */
  open(): OpenDatabase;
  /** Opens the standby's folder again, as a later process does. */
  reopenStandby(): Promise<EmbeddedStandby>;
  /** As a superuser. */
  connect(url: string): Promise<Client>;
  /** Waits until this process knows that the replica is there and has everything. */
  untilServing(process: OpenDatabase): Promise<void>;
  close(): Promise<void>;
}

/** A primary and a standby of its own that streams from it, with a pool to each. */
export async function openReplicaStage(): Promise<ReplicaStage> {
  const folder = mkdtempSync(join(tmpdir(), 'moim-test-'));
  chmodSync(folder, 0o755); // as root, the database's user must be able to enter it
  const primary = await startEmbeddedPostgres({
    folder: join(folder, 'primary'),
    password: 'test',
    isDurable: false,
  });
  // Nobody looks after it while a test lasts: tests say when it comes back.
  const openStandby = () =>
    openEmbeddedStandby({
      ...{ primary, folder: join(folder, 'standby') },
      ...{ isDurable: false, checkEveryMs: 60_000 },
    });
  let standby = await openStandby();
  await standby.start();
  const seen = { ...nothing };
  const observer = {
    onRead: (target: 'primary' | 'replica') => void (seen[target] += 1),
    onFallback: (reason: 'behind' | 'failed') => void (seen[reason] += 1),
  };
  return {
    primary,
    get standby() {
      return standby;
    },
    seen,
    forgetSeen: () => void Object.assign(seen, nothing),
    open: () => openDatabase({ url: primary.url, replicaUrls: [standby.url], subgraph: 'notes', observer }),
    reopenStandby: async () => (standby = await openStandby()),
    connect,
    untilServing: async ({ database }) => {
      for (const before = seen.replica; seen.replica === before; await sleep(20)) await readAll(database);
    },
    close: async () => {
      await standby.stop();
      await primary.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function readAll(database: OpenDatabase['database']): Promise<void> {
  const { cluster, lsn } = await replicatedOf(database).position();
  await replicatedOf(database)
    .reading({ atLeast: { [cluster]: lsn } })
    .named('notes.one')
    .execute(sql`select 1`);
}

/** @throws {Error} for a database without replicas */
export function replicatedOf({ replicated }: OpenDatabase['database']): Replicated {
  if (!replicated) throw new Error('opened without replicas');
  return replicated;
}

/** Of somebody who wrote nothing. */
export const anything: ReadDemand = { atLeast: {} };

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
