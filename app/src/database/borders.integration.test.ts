import { randomBytes } from 'node:crypto';
import { ensureDatabase } from '@moim/kit/db/ensure-database.ts';
import { readerRoleName, roleName, subgraphUrl } from '@moim/kit/db/roles.ts';
import { Client, DatabaseError, escapeLiteral } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SubgraphName, subgraphNames } from '../subgraph-names.ts';
import { prepareDatabases } from './prepare-databases.ts';

const roleSecret = 'secret-of-the-borders';
const database = `test_borders_${randomBytes(5).toString('hex')}`;
const secretText = 'what only its owner may read';

let url: string;
let admin: Client;
/** Tables and sequences of every subgraph, with its job queue's. */
let tables: { schema: string; name: string; kind: string }[];

beforeAll(async () => {
  url = await ensureDatabase(inject('postgresUrl'), database);
  await prepareDatabases({ ownerUrlOf: () => url, roleSecret });
  admin = await connected(url);
  const { rows } = await admin.query<{ schema: string; name: string; kind: string }>(
    `select relnamespace::regnamespace::text as schema, relname as name, relkind as kind from pg_class
     where relkind in ('r', 'p', 'S', 'v', 'm') and relnamespace::regnamespace::text = any ($1)`,
    [subgraphNames.flatMap((name) => [name, `${name}_jobs`])],
  );
  tables = rows;
});
afterAll(async () => {
  await admin.end();
  const server = await connected(inject('postgresUrl'));
  await server.query(`drop database ${database} with (force)`);
  for (const name of subgraphNames)
    await server.query(`drop role ${roleName(database, name)}, ${readerRoleName(database, name)}`);
  await server.end();
});

async function connected(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

const as = (subgraph: SubgraphName) => connected(subgraphUrl({ url, subgraph, roleSecret }));

/** SQLSTATE; null when it was permitted. */
const refusal = (client: Client, sql: string): Promise<string | null> =>
  client.query(sql).then(
    () => null,
    (error: unknown) => (error instanceof DatabaseError ? (error.code ?? null) : String(error)),
  );

const denied = '42501';

describe.each(subgraphNames)('the role of %s', (reader) => {
  const owners = subgraphNames.filter((name) => name !== reader);

  it.each(owners)('reads and changes nothing of %s', async (owner) => {
    const client = await as(reader);
    const theirs = tables.filter(({ schema }) => schema === owner || schema === `${owner}_jobs`);
    expect(theirs.length).toBeGreaterThan(5);
    for (const { schema, name, kind } of theirs) {
      const target = `${schema}."${name}"`;
      const statements =
        kind === 'S'
          ? [`select nextval('${target}')`, `select last_value from ${target}`]
          : [`select 1 from ${target}`, `delete from ${target}`, `truncate ${target}`];
      for (const sql of statements) expect([sql, await refusal(client, sql)]).toEqual([sql, denied]);
    }
    await client.end();
  });

  it.each(owners)('finds no way round to %s by what the system offers', async (owner) => {
    const [client, other] = [await as(reader), await as(owner)];
    const table = `${owner}.outbox`;
    const ways = [
      `select query_to_xml('select * from ${table}', true, true, '')`,
      `select table_to_xml('${table}', true, true, '')`,
      `select schema_to_xml('${owner}', true, true, '')`,
      `select pg_read_file('postgresql.auto.conf')`,
      `select pg_ls_dir('.')`,
      `select pg_read_binary_file('PG_VERSION')`,
      `copy ${table} to stdout`,
      `copy (select 1) to program 'true'`,
      `set role ${roleName(database, owner)}`,
      `create view public.leak as select * from ${table}`,
      `create function pg_temp.leak() returns int language sql as 'select 1'`,
      `create table ${owner}.mine (id int)`,
      `alter table ${table} add column mine int`,
      `create trigger spy after insert on ${table} execute function suppress_redundant_updates_trigger()`,
    ];
    for (const sql of ways) expect([sql, await refusal(client, sql)]).toEqual([sql, denied]);

    await other.query(`/* borders.secret */ select ${escapeLiteral(secretText)}`);
    const { rows: shown } = await client.query(
      `select query from pg_stat_activity where query like $1 and pid <> pg_backend_pid()
       union all select query from extensions.pg_stat_statements where query like '%borders.secret%'
       union all select most_common_vals::text from pg_stats where schemaname = $2`,
      [`%${secretText}%`, owner],
    );
    expect(shown).toEqual([]);
    const { rows: extensions } = await client.query(
      `select extname from pg_extension where extname in ('dblink', 'postgres_fdw', 'file_fdw', 'adminpack')`,
    );
    expect(extensions).toEqual([]);
    await Promise.all([client.end(), other.end()]);
  });
});

it('the search finds what is not protected: a granted schema is readable', async () => {
  await admin.query(`grant usage on schema identity to ${roleName(database, 'travel')};
    grant select on identity.outbox to ${roleName(database, 'travel')}`);
  const client = await as('travel');
  expect(await refusal(client, 'select 1 from identity.outbox')).toBeNull();
  await client.end();
});
