import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** What else the database has to do. */
export interface Burden {
  readonly name: string;
  /** Resolves when it is over; what it did in one sentence. */
  readonly run: (databaseUrl: string) => Promise<string>;
}

export const rowCount = 200_000;
const batchRows = 250;
/** The database has four fifths of the time for others. */
const pausePerWork = 4;
const querySeconds = 60;

/** Messages of a room that nobody has: only the table matters. */
export async function fillMessages(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query(
      `insert into messaging.messages (room_id, seq, id, kind, member_id, text, sent_at)
       select '00000000-0000-4000-8000-000000000001', n, gen_random_uuid(), 'TEXT', gen_random_uuid(),
         'message ' || n || repeat(' and more', 8), now()
       from generate_series(1, $1::int) as n`,
      [rowCount],
    );
    await client.query('analyze messaging.messages');
  });
}

const waits = `select pg_sleep(${querySeconds})`;
const computes = 'select count(*) from generate_series(1, 100000000000)';

export const burdens: readonly Burden[] = (
  [
    ['waits', waits, 'in one statement', updateAtOnce],
    ['waits', waits, `in batches of ${batchRows} with pauses`, updateInBatches],
    ['computes', computes, 'in one statement', updateAtOnce],
    ['computes', computes, `in batches of ${batchRows} with pauses`, updateInBatches],
  ] as const
).map(([does, query, how, update]) => ({
  name: `a query that ${does} for ${querySeconds} s, and the update ${how}`,
  run: (url: string) => together(url, query, update),
}));

async function together(
  url: string,
  query: string,
  update: (client: Client) => Promise<void>,
): Promise<string> {
  const [, updateSeconds] = await Promise.all([
    withClient(url, (client) => runQuery(client, query)),
    withClient(url, async (client) => {
      const startMs = performance.now();
      await update(client);
      return (performance.now() - startMs) / 1_000;
    }),
  ]);
  return `${rowCount} rows updated within ${updateSeconds.toFixed(1)} s`;
}

/** One process of the server, and no helpers: a report as somebody writes it by hand. */
async function runQuery(client: Client, query: string): Promise<void> {
  await client.query(`set statement_timeout = '${querySeconds}s'; set max_parallel_workers_per_gather = 0`);
  await client.query(query).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === '57014')) throw error;
  });
}

const setText = `update messaging.messages set text = 'changed ' || text where seq`;

async function updateAtOnce(client: Client): Promise<void> {
  await client.query(`${setText} <= $1`, [rowCount]);
}

async function updateInBatches(client: Client): Promise<void> {
  for (let first = 1; first <= rowCount; first += batchRows) {
    const startMs = performance.now();
    await client.query(`${setText} between $1 and $2`, [first, first + batchRows - 1]);
    await sleep((performance.now() - startMs) * pausePerWork);
  }
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
