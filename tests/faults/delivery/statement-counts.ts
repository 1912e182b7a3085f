import { Client } from 'pg';

/** What a server was asked since `resetStatements`. */
export interface StatementCount {
  /** As its comment says it, else how it begins. */
  readonly name: string;
  readonly calls: number;
  readonly planAndRunMs: number;
}

/** @param url - of a superuser, in the application's database */
export async function resetStatements(url: string): Promise<void> {
  await withClient(url, (client) => client.query('select extensions.pg_stat_statements_reset()'));
}

/** Most expensive first. */
export async function countStatements(url: string): Promise<readonly StatementCount[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string; calls: number; planAndRunMs: number }>(
      `select coalesce((regexp_match(query, '/\\* ([\\w.]+) \\*/'))[1], left(query, 60)) as name,
         sum(calls)::float8 as calls, sum(total_exec_time + total_plan_time)::float8 as "planAndRunMs"
       from extensions.pg_stat_statements group by 1 order by 3 desc`,
    );
    return rows;
  });
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
