import { Client } from 'pg';
import { findCpuMs } from './cpu.ts';

/** What a server did for the application. */
export interface ServerLoad {
  /** Statements of subgraphs; what watches replicas, shards and jobs runs without any user and is left out. */
  readonly calls: number;
  /** `total_exec_time` of those. */
  readonly execMs: number;
  /** Of all its processes; null where the system does not show it. */
  readonly cpuMs: number | null;
}

export interface Server {
  /** Begins to count; the answer ends it. */
  measure(): Promise<() => Promise<ServerLoad>>;
  close(): Promise<void>;
}

/** Runs whether or not anybody uses the product. */
const unasked = 'outbox|relay|consume|election|lock|position|job|head|checkPrimary|deadLetter';

/** @param url - of a superuser, in the application's database */
export async function openServer(url: string): Promise<Server> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ file: string }>("select pg_read_file('postmaster.pid') as file");
  const pid = Number.parseInt(rows[0]?.file ?? '', 10);
  return {
    measure: async () => {
      await client.query('select extensions.pg_stat_statements_reset()');
      const before = findCpuMs(pid);
      return async () => {
        const after = findCpuMs(pid);
        return {
          ...(await statementsOf(client)),
          cpuMs: before === null || after === null ? null : after - before,
        };
      };
    },
    close: () => client.end(),
  };
}

async function statementsOf(client: Client): Promise<{ calls: number; execMs: number }> {
  const { rows } = await client.query<{ calls: number; execMs: number }>(
    `with named as (
       select (regexp_match(query, '/\\* ([a-z]+\\.\\w+)'))[1] as name, calls, total_exec_time from extensions.pg_stat_statements
     )
     select coalesce(sum(calls), 0)::float8 as calls, coalesce(sum(total_exec_time), 0)::float8 as "execMs"
     from named where name ~ '^(identity|calendar|messaging|travel|insurance|telemetry)\\.' and name !~* $1`,
    [unasked],
  );
  return rows[0] ?? { calls: 0, execMs: 0 };
}
