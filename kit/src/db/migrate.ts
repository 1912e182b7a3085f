import { Client } from 'pg';
import { StartupError } from '../config/startup-error.ts';
import { applyMigrations, type SubgraphToMigrate } from './apply-migrations.ts';
import { explainConnection } from './explain-connection.ts';
import { prepareDatabase, prepareSubgraph } from './prepare-schemas.ts';

export interface MigrateOptions {
  /** Logs in as a user that may create roles and schemas. */
  readonly url: string;
  readonly roleSecret: string;
  readonly subgraphs: readonly SubgraphToMigrate[];
}

/** Any number; one for the whole database, so that processes starting together take turns. */
const lockKey = 4_801_511;

/**
 * Brings the database to what this version needs: roles, schemas, event tables, migrations. Safe
 * to run at every start and from several processes at once.
 *
 * @returns the files applied now, as `subgraph/file`
 * @throws {StartupError} when the server cannot be reached, the user lacks a right or an applied migration was edited
 */
export async function migrate({ url, roleSecret, subgraphs }: MigrateOptions): Promise<string[]> {
  const client = await connect(url);
  try {
    await client.query('/* migrate.lock */ select pg_advisory_lock($1)', [lockKey]);
    await prepareDatabase(client);
    const applied: string[] = [];
    for (const subgraph of subgraphs) {
      await prepareSubgraph(client, { url, roleSecret, subgraph: subgraph.name });
      applied.push(...(await applyMigrations(client, subgraph)));
    }
    return applied;
  } catch (error) {
    throw isDenied(error) ? lacksRights(client, error) : error;
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: 'migrate',
    lock_timeout: 60_000,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined); // the statement that fails with it is the one to report
  await client.connect().catch((error: unknown) => {
    throw explainConnection(error, url) ?? error;
  });
  return client;
}

const isDenied = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code === '42501';

const lacksRights = ({ user, database }: Client, cause: Error): StartupError =>
  new StartupError(
    `The user "${user}" may not prepare the database "${database}" (${cause.message}): give it CREATEROLE and CREATE on that database, or use its owner in DATABASE_URL.`,
    { cause },
  );
