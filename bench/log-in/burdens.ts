import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** What else the database has to do. */
export interface Burden {
  readonly name: string;
  /** Resolves when it is over; what it did in one sentence. */
  readonly run: (databaseUrl: string) => Promise<string>;
}

export const rowCount = 200_000;
const batchRows = 1_000;
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

export const burdens: readonly Burden[] = [
  {
    name: `a query that waits ${querySeconds} s, and the update in one statement`,
    run: (url) => together(url, `select pg_sleep(${querySeconds})`, updateAtOnce),
  },
  {
    name: `a query that computes for ${querySeconds} s, and the update in one statement`,
    run: (url) => together(url, 'select count(*) from generate_series(1, 100000000000)', updateAtOnce),
  },
  {
    name: `a query that computes for ${querySeconds} s, and the update in batches of ${batchRows}`,
    run: (url) => together(url, 'select count(*) from generate_series(1, 100000000000)', updateInBatches),
  },
];

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
    await client.query(`${setText} between $1 and $2`, [first, first + batchRows - 1]);
    await sleep(50);
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
