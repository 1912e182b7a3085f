import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { StartupError } from '../config/startup-error.ts';

export interface SubgraphToMigrate {
  readonly name: string;
  /** Folder of `<timestamp>_<name>.sql` files; without one there are only the event tables. */
  readonly migrations?: URL;
}

interface Migration {
  readonly file: string;
  readonly sql: string;
  /** SHA-256 of the file, in hex. */
  readonly checksum: string;
}

/**
 * Runs the files that are not recorded yet, in name order, each with its record in one transaction.
 * Names without a schema are looked up in the subgraph's own, then among the extensions.
 */
export async function applyMigrations(client: Client, subgraph: SubgraphToMigrate): Promise<string[]> {
  const { name: schema } = subgraph;
  await client.query(`/* migrate.createRecords */
    create table if not exists ${schema}.migrations (
      file text primary key, checksum text not null, applied_at timestamptz not null default now()
    )`);
  const { rows } = await client.query<{ file: string; checksum: string }>(
    `/* migrate.findRecords */ select file, checksum from ${schema}.migrations`,
  );
  const pending = findPending(schema, readMigrations(subgraph.migrations), rows);
  for (const migration of pending) await applyOne(client, schema, migration);
  return pending.map(({ file }) => `${schema}/${file}`);
}

/**
 * @throws {StartupError} when a recorded file differs from the one on disk: databases that ran it
 * would silently differ from those that run it later
 */
function findPending(
  schema: string,
  migrations: readonly Migration[],
  records: readonly { readonly file: string; readonly checksum: string }[],
): readonly Migration[] {
  const recorded = new Map(records.map(({ file, checksum }) => [file, checksum]));
  const edited = migrations.find(
    ({ file, checksum }) => recorded.has(file) && recorded.get(file) !== checksum,
  );
  if (edited)
    throw new StartupError(
      `The migration ${schema}/${edited.file} was changed after this database applied it: restore the file and put the change into a new one.`,
    );
  return migrations.filter(({ file }) => !recorded.has(file));
}

function readMigrations(folder: URL | undefined): Migration[] {
  if (!folder) return [];
  const directory = folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`);
  const files = readdirSync(directory).filter((file) => file.endsWith('.sql'));
  return files.sort().map((file) => {
    const sql = readFileSync(new URL(file, directory), 'utf8');
    return { file, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

async function applyOne(client: Client, schema: string, { file, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`set local search_path to ${schema}, extensions`);
    await client.query(`/* migrate.${schema}/${file} */ ${sql}`);
    await client.query(`insert into ${schema}.migrations (file, checksum) values ($1, $2)`, [file, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`the migration ${schema}/${file} failed`, { cause: error });
  }
}
