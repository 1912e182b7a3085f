import { Client, escapeIdentifier } from 'pg';
import { explainConnection } from './explain-connection.ts';

/**
 * Creates a database and the statistics that only a superuser may add, unless they are there.
 *
 * @param url - of a superuser, any database of the server
 * @returns the URL of the database, with the same user
 * @throws {StartupError} when the server cannot be reached
 */
export async function ensureDatabase(url: string, name: string): Promise<string> {
  const databaseUrl = Object.assign(new URL(url), { pathname: name }).href;
  await withClient(url, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${escapeIdentifier(name)}`);
  });
  await withClient(databaseUrl, (client) =>
    client.query(`create schema if not exists extensions;
      create extension if not exists pg_stat_statements schema extensions`),
  );
  return databaseUrl;
}

async function withClient(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => {
    throw explainConnection(error, url) ?? error;
  });
  await work(client).finally(() => client.end());
}
