import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client, Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { migrate } from './migrate.ts';
import { subgraphReaderUrl, subgraphUrl } from './roles.ts';

const roleSecret = 'another-secret-of-a-test';

let test: TestDatabase;
let folder: string;
let admin: Pool;

beforeAll(async () => void (test = await createTestDatabase({ subgraph: 'first' })));
afterAll(() => test.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moim-migrations-'));
  admin = new Pool({ connectionString: test.adminUrl, max: 1 });
});
afterEach(async () => {
  await admin.end();
  rmSync(folder, { recursive: true });
});

const run = (name: string, url = test.adminUrl) =>
  migrate({ url, roleSecret, subgraphs: [{ name, migrations: pathToFileURL(folder) }] });

const write = (file: string, sql: string) => writeFileSync(join(folder, file), sql);

async function as<T>(
  subgraph: string,
  work: (client: Client) => Promise<T>,
  urlOf: typeof subgraphUrl = subgraphUrl,
): Promise<T> {
  const client = new Client({ connectionString: urlOf({ url: test.adminUrl, subgraph, roleSecret }) });
  await client.connect();
  return work(client).finally(() => client.end());
}

describe('migrate', () => {
  it('applies each file once, in name order', async () => {
    write('20260102_fill.sql', 'insert into notes values (1)');
    write('20260101_create.sql', 'create table notes (id int)');
    expect(await run('ordered')).toEqual(['ordered/20260101_create.sql', 'ordered/20260102_fill.sql']);
    write('20260103_more.sql', 'insert into notes values (2)');
    expect(await run('ordered')).toEqual(['ordered/20260103_more.sql']);
    expect((await admin.query('select * from ordered.notes order by id')).rows).toEqual([
      { id: 1 },
      { id: 2 },
    ]);
  });

  it('takes turns with another process that starts at the same time', async () => {
    write('1_create.sql', 'create table notes (id int)');
    const both = await Promise.all([run('twice'), run('twice')]);
    expect(both.flat()).toEqual(['twice/1_create.sql']);
  });

  it('leaves nothing of a file that fails half-way', async () => {
    write('1_broken.sql', 'create table half (id int); select * from missing');
    await expect(run('broken')).rejects.toThrow('the migration broken/1_broken.sql failed');
    expect((await admin.query("select to_regclass('broken.half') as half")).rows).toEqual([{ half: null }]);
  });

  it('names a file that was edited after it was applied', async () => {
    write('1_create.sql', 'create table notes (id int)');
    await run('edited');
    write('1_create.sql', 'create table notes (id bigint)');
    await expect(run('edited')).rejects.toThrow(/edited\/1_create\.sql was changed after/);
  });

  it('lets a role change rows of its own tables, but neither their structure nor anything elsewhere', async () => {
    write('1_create.sql', 'create table notes (id int)');
    await run('mine');
    await run('yours');
    await as('mine', async (client) => {
      await client.query('insert into mine.notes values (1)');
      await expect(client.query('drop table mine.notes')).rejects.toThrow('must be owner');
      await expect(client.query('select * from yours.notes')).rejects.toThrow(
        'permission denied for schema yours',
      );
      await expect(client.query('create table public.spill (id int)')).rejects.toThrow('permission denied');
      await client.query('create table mine_jobs.queue (id int)');
    });
  });

  it('gives each subgraph a second role that reads its tables, present and to come, and can do nothing else', async () => {
    write('1_create.sql', 'create table notes (id int); create sequence numbers');
    await run('read');
    await run('unread');
    write('2_later.sql', 'create table later (id int)');
    await run('read');
    const denied = (table: string) => `permission denied for ${table}`;
    const read = async (client: Client) => {
      await client.query('select from read.notes union all select from read.later');
      await expect(client.query('insert into read.notes values (1)')).rejects.toThrow(
        'read-only transaction',
      );
      await client.query('set default_transaction_read_only = off');
      await expect(client.query('insert into read.notes values (1)')).rejects.toThrow(denied('table notes'));
      await expect(client.query('delete from read.later')).rejects.toThrow(denied('table later'));
      await expect(client.query('select from read.notes for update')).rejects.toThrow(denied('table notes'));
      await expect(client.query("select nextval('read.numbers')")).rejects.toThrow(
        denied('sequence numbers'),
      );
      await expect(client.query('create table read.own (id int)')).rejects.toThrow(denied('schema read'));
      await expect(client.query('create temporary table own (id int)')).rejects.toThrow('permission denied');
      await expect(client.query('select from unread.notes')).rejects.toThrow(denied('schema unread'));
      await expect(client.query('select from read_jobs.queue')).rejects.toThrow(denied('schema read_jobs'));
    };
    await as('read', read, subgraphReaderUrl);
  });

  it('says in one sentence that the user may not create roles', async () => {
    const database = new URL(test.adminUrl).pathname.slice(1);
    await admin.query(
      `create role powerless login password 'powerless'; grant create on database ${database} to powerless`,
    );
    const url = Object.assign(new URL(test.adminUrl), { username: 'powerless', password: 'powerless' }).href;
    await expect(run('refused', url)).rejects.toThrow(
      /^The user "powerless" may not prepare the database .*CREATEROLE/,
    );
  });
});
