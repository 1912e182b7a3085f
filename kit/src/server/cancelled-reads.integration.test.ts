import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deadlineHeader } from '../deadline/deadline-header.ts';
import { OperationContext } from '../graphql/operation-context.ts';
import { createBuilder } from '../graphql/builder.ts';
import { toSubgraphSchema } from '../graphql/subgraph-schema.ts';
import { newUuid } from '../ids/uuid.ts';
import { MemoryBus } from '../live/memory-bus.ts';
import { MemoryKeyValueStore } from '../live/memory-key-value.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { hostSubgraph } from './host.ts';
import type { ListeningServer } from './listen.ts';
import { serveSubgraph } from './serve-subgraph.ts';
import { serveSubgraphWithMercurius } from './serve-subgraph-with-mercurius.ts';
import type { Subgraph } from './subgraph.ts';

const identity = { viewer: null, isService: true, requestId: 'r1' };
const log = pino({ level: 'silent' });

/** A subgraph that reads for a minute, in a query and in a mutation. */
function sleeper(): Subgraph<OperationContext> {
  const read = async ({ db }: OperationContext) => {
    await db.named('sample.sleep').execute(sql`select pg_sleep(60)`);
    return true;
  };
  const builder = createBuilder<OperationContext>();
  builder.queryType({
    fields: (t) => ({ sleep: t.boolean({ resolve: (_s, _a, context) => read(context) }) }),
  });
  builder.mutationType({
    fields: (t) => ({ sleepOn: t.boolean({ resolve: (_s, _a, context) => read(context) }) }),
  });
  return {
    name: 'sample',
    schema: toSubgraphSchema(builder, { hasSubscriptions: false }),
    context: (services, who) => new OperationContext(services, who),
    routes: [],
    triggers: { consumers: [], jobs: [] },
    migrations: new URL(import.meta.url),
  };
}

describe.each([
  ['yoga', serveSubgraph],
  ['mercurius', serveSubgraphWithMercurius],
])('what a query reads, served by %s', (_, serve) => {
  let test: TestDatabase;
  let server: ListeningServer;
  beforeAll(async () => {
    test = await createTestDatabase({ subgraph: 'sample' });
    const services = {
      ...{ db: test.database, bus: new MemoryBus(log), keyValue: new MemoryKeyValueStore(), log },
      ...{ jobs: { send: () => Promise.resolve() }, now: () => new Date(), newId: newUuid },
    };
    const options = { authenticate: () => Promise.resolve(identity), readiness: [] };
    server = await serve(hostSubgraph(sleeper(), services), options, { port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await server.close({ httpMs: 0, socketsMs: 0 });
    await test.close();
  });

  const ask = (query: string, init: { headers?: Record<string, string>; signal?: AbortSignal } = {}) =>
    fetch(`http://127.0.0.1:${server.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-moim-internal': 'any', ...init.headers },
      body: JSON.stringify({ query }),
      ...(init.signal ? { signal: init.signal } : {}),
    });
  const running = async () => {
    const { rows } = await test.pools.write.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
       where query like '%sample.sleep%' and state = 'active' and pid <> pg_backend_pid()`,
    );
    return rows[0]?.n;
  };

  // Twice: the second time it is compiled.
  it.each([1, 2])('ends at the database when the caller leaves, time %d', async () => {
    const leaving = new AbortController();
    const asking = ask('{ sleep }', { signal: leaving.signal }).catch(() => 'left');
    await expect.poll(running).toBe(1);
    leaving.abort();
    await expect.poll(running).toBe(0);
    expect(await asking).toBe('left');
  });

  it('ends when the time is up that the supergraph gives', async () => {
    const answer = await ask('{ sleep }', { headers: { [deadlineHeader]: '200' } });
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'TIMED_OUT' } }] });
    expect(await running()).toBe(0);
  });

  it('goes on when it belongs to a mutation', async () => {
    const leaving = new AbortController();
    const asking = ask('mutation { sleepOn }', { signal: leaving.signal }).catch(() => 'left');
    await expect.poll(running).toBe(1);
    leaving.abort();
    expect(await asking).toBe('left');
    await sleep(200);
    expect(await running()).toBe(1);
    await test.pools.write.query(
      `select pg_cancel_backend(pid) from pg_stat_activity where query like '%sample.sleep%' and pid <> pg_backend_pid()`,
    );
  });
});
