import { join } from 'node:path';
import { ensureDatabase } from '@moim/kit/db/ensure-database.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '@moim/kit/db/embedded-postgres/start-embedded-postgres.ts';
import type { AppConfiguration } from '../configuration.ts';
import type { Secrets } from '../secrets.ts';

/** The one database of this installation, before any role or table of ours is in it. */
export interface InstallationDatabase {
  /** Of the user that migrates. */
  readonly url: string;
  /** Null with DATABASE_URL. */
  readonly embedded: EmbeddedPostgres | null;
  stop(): Promise<void>;
  /** Without waiting, for a process that ends this instant. */
  stopNow(): void;
}

const embeddedName = 'moim';

/** Starts the embedded server, unless DATABASE_URL names another. */
export async function openInstallationDatabase(
  { databaseUrl, dataFolder }: AppConfiguration,
  { databasePassword }: Secrets,
): Promise<InstallationDatabase> {
  if (databaseUrl !== null)
    return { url: databaseUrl, embedded: null, stop: () => Promise.resolve(), stopNow: () => undefined };
  const embedded = await startEmbeddedPostgres({
    folder: join(dataFolder, 'postgres'),
    password: databasePassword,
  });
  try {
    const url = await ensureDatabase(embedded.url, embeddedName);
    return { url, embedded, stop: () => embedded.stop(), stopNow: () => embedded.stopNow() };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/** What happened, for the person at the terminal. */
export function describeDatabase({ url, embedded }: InstallationDatabase): string {
  if (!embedded) return `DATABASE_URL, ${new URL(url).host}`;
  const origins = {
    created: 'PostgreSQL 18, new',
    started: 'PostgreSQL 18',
    recovered: 'PostgreSQL 18, recovered after a crash',
    attached: 'PostgreSQL 18, attached to the one that runs',
  };
  return origins[embedded.origin];
}
