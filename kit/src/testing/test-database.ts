import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { Database } from '../db/database.ts';
import { ensureDatabase } from '../db/ensure-database.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabase, type OpenDatabase } from '../db/open-database.ts';
import { readerRoleName, roleName, subgraphUrl } from '../db/roles.ts';

const roleSecret = 'only-for-tests-0';

export interface TestDatabaseOptions {
  readonly subgraph: string;
  /** Folder of `*.sql` files; without one there are only the event tables. */
  readonly migrations?: URL;
}

export interface TestDatabase {
  readonly database: Database;
  readonly pools: OpenDatabase['pools'];
  /** Logs in as the subgraph's own role, as in production. */
  readonly url: string;
  /** Logs in as the superuser, to look at what the role may not see. */
  readonly adminUrl: string;
  /** Drops the database. */
  close(): Promise<void>;
}

/** A fresh database of one subgraph on the server of this test run. */
export async function createTestDatabase({
  subgraph,
  migrations,
}: TestDatabaseOptions): Promise<TestDatabase> {
  const name = `test_${subgraph}_${randomBytes(5).toString('hex')}`;
  const serverUrl = inject('postgresUrl');
  const adminUrl = await ensureDatabase(serverUrl, name);
  await migrate({
    url: adminUrl,
    roleSecret,
    subgraphs: [{ name: subgraph, ...(migrations && { migrations }) }],
  });
  const url = subgraphUrl({ url: adminUrl, subgraph, roleSecret });
  const opened = openDatabase({ url, subgraph });
  return {
    database: opened.database,
    pools: opened.pools,
    url,
    adminUrl,
    close: async () => {
      await opened.close();
      await runSql(serverUrl, `drop database ${name} with (force)`);
      await runSql(serverUrl, `drop role ${roleName(name, subgraph)}, ${readerRoleName(name, subgraph)}`);
    },
  };
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
