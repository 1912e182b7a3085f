import { join } from 'node:path';
import { ensureDatabase } from '@moim/kit/db/ensure-database.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '@moim/kit/db/embedded-postgres/start-embedded-postgres.ts';
import type { AppConfiguration } from '../configuration.ts';
import type { Secrets } from '../secrets.ts';
import { subgraphNames } from '../subgraph-names.ts';

/** Where this installation's data is, before any role or table of ours is in it. */
export interface InstallationDatabase {
  /** Of the user that migrates: one database for all subgraphs, or one of its own. */
  readonly ownerUrlOf: (subgraph: string) => string;
  /** Null when every subgraph's database was named. */
  readonly embedded: EmbeddedPostgres | null;
  stop(): Promise<void>;
  /** Without waiting, for a process that ends this instant. */
  stopNow(): void;
}

const embeddedName = 'moim';
type Databases = Pick<AppConfiguration, 'databaseUrl' | 'databaseUrls' | 'dataFolder'>;

/** Starts the embedded server, unless DATABASE_URL or DATABASE_URL_<NAME> name another for every subgraph. */
export async function openInstallationDatabase(
  configuration: Databases,
  { databasePassword }: Secrets,
  options: { readonly maxConnections?: number } = {},
): Promise<InstallationDatabase> {
  const { databaseUrl, databaseUrls, dataFolder } = configuration;
  const isNamed = databaseUrl !== null || subgraphNames.every((name) => databaseUrls.has(name));
  if (isNamed) return elsewhere(configuration);
  const embedded = await startEmbeddedPostgres({
    folder: join(dataFolder, 'postgres'),
    password: databasePassword,
    ...options,
  });
  try {
    const url = await ensureDatabase(embedded.url, embeddedName);
    return {
      ownerUrlOf: (subgraph) => databaseUrls.get(subgraph) ?? url,
      embedded,
      stop: () => embedded.stop(),
      stopNow: () => embedded.stopNow(),
    };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

function elsewhere({ databaseUrl, databaseUrls }: Databases): InstallationDatabase {
  return {
    ownerUrlOf: (subgraph) => databaseUrls.get(subgraph) ?? databaseUrl ?? '',
    embedded: null,
    stop: () => Promise.resolve(),
    stopNow: () => undefined,
  };
}

/** What happened, for the person at the terminal. */
export function describeDatabase({ ownerUrlOf, embedded }: InstallationDatabase): string {
  const origins = {
    created: 'PostgreSQL 18, new',
    started: 'PostgreSQL 18',
    recovered: 'PostgreSQL 18, recovered after a crash',
    attached: 'PostgreSQL 18, attached to the one that runs',
  };
  if (embedded) return origins[embedded.origin];
  const places = new Set(subgraphNames.map((name) => new URL(ownerUrlOf(name))).map(describePlace));
  return places.size === 1 ? `DATABASE_URL, ${[...places].join()}` : `${places.size} databases`;
}

const describePlace = ({ host, pathname }: URL): string => `${host}${pathname}`;
