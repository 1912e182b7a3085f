import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** A server's own count of what it was asked, by the name that every statement of ours carries. */
export type Counts = ReadonlyMap<string, number>;

/** Named reads since its statistics began; a server that crashed begins anew. */
export async function readsOn(url: string): Promise<Counts> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string; calls: number }>(
      `select name, sum(calls)::float8 as calls
       from (select (regexp_match(query, '^(?:select|with) /\\* ([a-z]+\\.\\w+) \\*/', 'i'))[1] as name, calls
             from extensions.pg_stat_statements) as asked
       where name is not null group by name`,
    );
    return new Map(rows.map(({ name, calls }) => [name, calls]));
  });
}

/** How often each was asked between two counts, without what is asked when nobody uses the product. */
export function asked(before: Counts, after: Counts, unasked: ReadonlySet<string>): number {
  let calls = 0;
  for (const [name, count] of after) if (!unasked.has(name)) calls += count - (before.get(name) ?? 0);
  return calls;
}

/** Names of what two servers are asked while nobody uses the product: polling, by observation. */
export async function findPolling(urls: readonly string[], forMs: number): Promise<ReadonlySet<string>> {
  const before = await Promise.all(urls.map(readsOn));
  await sleep(forMs);
  const after = await Promise.all(urls.map(readsOn));
  const isAsked = (name: string) =>
    after.some((counts, i) => (counts.get(name) ?? 0) > (before[i]?.get(name) ?? 0));
  return new Set(after.flatMap((counts) => [...counts.keys()]).filter(isAsked));
}

/** SIGKILL to the whole server. */
export async function killServer(url: string): Promise<void> {
  const file = await withClient(url, async (client) => {
    const { rows } = await client.query<{ file: string }>("select pg_read_file('postmaster.pid') as file");
    return rows[0]?.file ?? '';
  });
  process.kill(Number.parseInt(file, 10), 'SIGKILL');
}

export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
