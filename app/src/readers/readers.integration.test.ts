import { afterAll, beforeAll, beforeEach, describe, expect, it, inject } from 'vitest';
import { randomBytes } from 'node:crypto';
import { ensureDatabase } from '@moim/kit/db/ensure-database.ts';
import { type OpenDatabase, openDatabase } from '@moim/kit/db/open-database.ts';
import { readerRoleName, roleName, subgraphUrl } from '@moim/kit/db/roles.ts';
import { Client } from 'pg';
import { prepareDatabases } from '../database/prepare-databases.ts';
import { subgraphNames } from '../subgraph-names.ts';
import { forgetReader, listReaders, type Publishers } from './readers.ts';

const roleSecret = 'secret-of-the-readers';
const database = `test_readers_${randomBytes(5).toString('hex')}`;
const publishing = ['identity', 'calendar'] as const;

let admin: Client;
let open: OpenDatabase[];
let publishers: Publishers;

beforeAll(async () => {
  const url = await ensureDatabase(inject('postgresUrl'), database);
  await prepareDatabases({ ownerUrlOf: () => url, roleSecret });
  admin = new Client({ connectionString: url });
  await admin.connect();
  open = publishing.map((subgraph) =>
    openDatabase({ url: subgraphUrl({ url, subgraph, roleSecret }), subgraph, maxConnections: 1 }),
  );
  publishers = new Map(open.map(({ database: of }, index) => [publishing[index] ?? '', of]));
});
afterAll(async () => {
  await Promise.all(open.map((each) => each.close()));
  await admin.end();
  const server = new Client({ connectionString: inject('postgresUrl') });
  await server.connect();
  await server.query(`drop database ${database} with (force)`);
  for (const name of subgraphNames)
    await server.query(`drop role ${roleName(database, name)}, ${readerRoleName(database, name)}`);
  await server.end();
});

/** Told by the database's own clock, since that is what a reader's silence is measured by. */
const reads = (publisher: string, [reader, group]: readonly [string, string], silentHours: number) =>
  admin.query(
    `insert into ${publisher}.event_log_readers (reader, consumer_group, shard, pos, confirmed_at)
     select $1, $2, shard, 3, clock_timestamp() - make_interval(hours => $3) from generate_series(0, 1) as shard`,
    [reader, group, silentHours],
  );
const readers = async (publisher: string) => {
  const { rows } = await admin.query<{ name: string }>(
    `select distinct reader || '/' || consumer_group as name from ${publisher}.event_log_readers order by 1`,
  );
  return rows.map(({ name }) => name);
};

beforeEach(async () => {
  for (const publisher of publishing) await admin.query(`truncate ${publisher}.event_log_readers`);
  await reads('identity', ['messaging', 'rooms'], 0);
  for (const group of ['trips', 'names']) await reads('identity', ['weather', group], 7);
  await reads('calendar', ['weather', 'trips'], 7);
});

describe('npm run readers', () => {
  it('lists for whom logs are kept', async () => {
    expect((await listReaders(publishers)).map((line) => line.split('\t').slice(0, 3))).toEqual([
      ['identity', 'messaging/rooms', '0 behind'],
      ['identity', 'weather/names', '0 behind'],
      ['identity', 'weather/trips', '0 behind'],
      ['calendar', 'weather/trips', '0 behind'],
    ]);
  });

  it('counts what a group has not taken, of all shards', async () => {
    await admin.query(`insert into calendar.event_log
      (shard, pos, event_id, name, aggregate_type, aggregate_id, aggregate_seq, payload, occurred_at)
      select 0, 10, gen_random_uuid(), 'calendar.x.v1', 'x', gen_random_uuid(), 1, '{}', now()`);
    const [first] = await listReaders(publishers);
    expect(first).toContain('calendar\tweather/trips\t7 behind');
    await admin.query('truncate calendar.event_log');
  });

  it('forgets all groups of who is gone, and nobody else', async () => {
    expect(await forgetReader(publishers, 'weather', new Date())).toEqual([
      'identity keeps nothing for weather any more: names, trips',
      'calendar keeps nothing for weather any more: trips',
    ]);
    expect([await readers('identity'), await readers('calendar')]).toEqual([['messaging/rooms'], []]);
  });

  it.each([
    ['nobody reads by that name', 'tides', 'No log is kept', () => Promise.resolve()],
    ['it speaks', 'stays', 'is not gone', () => reads('identity', ['stays', 'rooms'], 0)],
    ['one group of it speaks', 'weather', 'is not gone', () => reads('calendar', ['weather', 'new'], 1)],
    [
      'it is silent, but of Moim itself',
      'travel',
      'of Moim',
      () => reads('identity', ['travel', 'trips'], 7),
    ],
  ])('forgets nothing where %s', async (_, reader, words, before) => {
    await before();
    const held = [await readers('identity'), await readers('calendar')];
    await expect(forgetReader(publishers, reader, new Date())).rejects.toThrow(words);
    expect([await readers('identity'), await readers('calendar')]).toEqual(held);
  });

  it('leaves it to the database to say that nobody spoke meanwhile', async () => {
    await reads('calendar', ['weather', 'new'], 0);
    const muchLater = new Date(Date.now() + 24 * 3_600_000);
    expect(await forgetReader(publishers, 'weather', muchLater)).toEqual([
      'identity keeps nothing for weather any more: names, trips',
    ]);
    expect(await readers('calendar')).toEqual(['weather/new', 'weather/trips']);
  });
});
