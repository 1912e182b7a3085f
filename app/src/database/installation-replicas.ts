import { join } from 'node:path';
import type { Logger } from 'pino';
import {
  type EmbeddedStandby,
  openEmbeddedStandby,
} from '@moim/kit/db/embedded-postgres/standby/open-embedded-standby.ts';
import { subgraphReaderUrl } from '@moim/kit/db/roles.ts';
import type { AppConfiguration } from '../configuration.ts';
import type { InstallationDatabase } from './installation-database.ts';

/** Where reads may go beside the primaries. */
export interface InstallationReplicas {
  /** Log in as the role that only reads. */
  readonly urlsOf: (subgraph: string) => readonly string[];
  /** The embedded standby joins in the background; nobody waits for it. */
  start(): void;
  /** Before the database, which would wait for its standby. */
  stop(): Promise<void>;
  /** Without waiting, for a process that ends this instant. */
  stopNow(): void;
}

export interface OpenReplicasOptions {
  readonly configuration: Pick<
    AppConfiguration,
    'dataFolder' | 'databaseUrls' | 'hasReplica' | 'replicaUrls'
  >;
  readonly database: Pick<InstallationDatabase, 'embedded' | 'ownerUrlOf'>;
  readonly roleSecret: string;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** The replicas that were named; for the embedded database a standby beside it. */
export async function openReplicas(options: OpenReplicasOptions): Promise<InstallationReplicas> {
  const { configuration, database, roleSecret } = options;
  const standby = await openStandby(options);
  const urlsOf = (subgraph: string): readonly string[] => {
    const isEmbedded = standby !== null && !configuration.databaseUrls.has(subgraph);
    if (!isEmbedded) return configuration.replicaUrls.get(subgraph) ?? [];
    const { pathname } = new URL(database.ownerUrlOf(subgraph));
    return [Object.assign(new URL(standby.url), { pathname }).href];
  };
  return {
    urlsOf: (subgraph) => urlsOf(subgraph).map((url) => subgraphReaderUrl({ url, subgraph, roleSecret })),
    start: () => void standby?.start(),
    stop: async () => standby?.stop(),
    stopNow: () => standby?.stopNow(),
  };
}

async function openStandby({
  configuration,
  database,
  log,
}: OpenReplicasOptions): Promise<EmbeddedStandby | null> {
  if (!database.embedded || !configuration.hasReplica) return null;
  const folder = join(configuration.dataFolder, 'postgres-standby');
  return openEmbeddedStandby({ primary: database.embedded, folder, log });
}
