import type { Client } from 'pg';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { eventTablesSql } from '../events/tables.sql.ts';
import { idempotencyTableSql } from '../idempotency/table.sql.ts';
import { databaseOf, readerRoleName, roleName, rolePassword, type RoleOptions } from './roles.ts';

/** Extensions that migrations may rely on; they live beside the subgraphs' schemas. */
const extensions = ['pg_trgm', 'btree_gist'];

/** What subgraphs share: extensions; and what nobody may have by default: `public`. */
export async function prepareDatabase(client: Client): Promise<void> {
  const { rows } = await client.query<{ database: string }>(
    '/* migrate.currentDatabase */ select current_database() as database',
  );
  const database = escapeIdentifier(rows[0]?.database ?? '');
  await client.query(`/* migrate.prepareDatabase */
    create schema if not exists extensions;
    grant usage on schema extensions to public;
    ${extensions.map((name) => `create extension if not exists ${name} schema extensions;`).join('\n')}
    revoke temporary on database ${database} from public;`);
}

/**
 * The schema of one subgraph with its event tables, a second one for its job queue, and the only
 * roles that may use them. The first owns no table, so it can change rows but no structure; the
 * second reads, for replicas.
 */
export async function prepareSubgraph(client: Client, options: RoleOptions): Promise<void> {
  const { subgraph: schema, url, roleSecret } = options;
  const name = roleName(databaseOf(url), schema);
  const role = escapeIdentifier(name);
  await ensureRole(client, name, rolePassword(roleSecret, name));
  await client.query(`/* migrate.prepareSubgraph */
    create schema if not exists ${schema};
    create schema if not exists ${jobSchema(schema)};
    ${eventTablesSql(schema)}
    ${idempotencyTableSql(schema)}
    grant usage on schema ${schema} to ${role};
    grant usage, create on schema ${jobSchema(schema)} to ${role};
    grant connect on database ${escapeIdentifier(databaseOf(url))} to ${role};
    alter default privileges in schema ${schema} grant select, insert, update, delete on tables to ${role};
    alter default privileges in schema ${schema} grant usage on sequences to ${role};
    grant select, insert, update, delete on all tables in schema ${schema} to ${role};
    grant usage on all sequences in schema ${schema} to ${role};`);
  await prepareReader(client, options);
}

/** No sequence, no job queue; what a function would write is refused as if it were written here. */
async function prepareReader(
  client: Client,
  { subgraph: schema, url, roleSecret }: RoleOptions,
): Promise<void> {
  const database = databaseOf(url);
  const name = readerRoleName(database, schema);
  const role = escapeIdentifier(name);
  await ensureRole(client, name, rolePassword(roleSecret, name));
  await client.query(`/* migrate.prepareReader */
    alter role ${role} set default_transaction_read_only = on;
    grant connect on database ${escapeIdentifier(database)} to ${role};
    grant usage on schema ${schema} to ${role};
    grant select on all tables in schema ${schema} to ${role};
    alter default privileges in schema ${schema} grant select on tables to ${role};`);
}

/** Where pg-boss makes its own tables. */
export const jobSchema = (subgraph: string): string => `${subgraph}_jobs`;

async function ensureRole(client: Client, name: string, password: string): Promise<void> {
  const role = escapeIdentifier(name);
  const { rowCount } = await client.query('/* migrate.findRole */ select from pg_roles where rolname = $1', [
    name,
  ]);
  if (rowCount === 0) await client.query(`/* migrate.createRole */ create role ${role} login`);
  await client.query(`/* migrate.setRolePassword */ alter role ${role} password ${escapeLiteral(password)}`);
}
