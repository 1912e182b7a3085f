import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { BoundedWork } from '@moim/kit/deadline/operation-bounds.ts';
import { deadlineHeader } from '@moim/kit/deadline/deadline-header.ts';
import { connectInProcess } from '../execution/in-process-connection.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { openHere } from '../planning/plan-here.ts';
import { createSupergraphServer } from '../server.ts';
import { listen, post, socketClient } from '../testing/clients.ts';
import { compose, connectTo, type Execution, executions, host, serve } from '../testing/fixture.ts';
import { createFixtureAccess } from '../testing/fixture-access.ts';
import { schemaOf } from '../testing/fixture-schema.ts';

const slowSdl = 'type Query { slow: Int } type Mutation { slowly: Int }';
const quickSdl = 'type Query { quick: Int }';

/** Others join a read for as long as it is under way here, however late they are planned. */
const joinedForMs = 60_000;
const logged: string[] = [];
const log = pino({ level: 'error' }, { write: (line) => void logged.push(line) });

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A subgraph whose fields answer when they are told to, beside one that answers at once. */
async function start(execution: Execution, deadlineMs?: number) {
  const begun: { readonly work: BoundedWork | null; readonly answer: () => void }[] = [];
  const wait = () =>
    new Promise((resolve) => begun.push({ work: BoundedWork.current, answer: () => resolve(1) }));
  const schemas = {
    slow: schemaOf(slowSdl, { Query: { slow: wait }, Mutation: { slowly: wait } }),
    quick: schemaOf(quickSdl, { Query: { quick: () => 1 } }),
  };
  const connections: SubgraphConnection[] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    const hosted = host(name, schema);
    if (execution === 'in-process') connections.push(connectInProcess(hosted));
    else {
      const server = await serve(hosted);
      closers.push(() => server.close({ httpMs: 0, socketsMs: 0 }));
      connections.push(connectTo(name, server.port));
    }
  }
  const { access } = await createFixtureAccess();
  const supergraph = await createSupergraphServer({
    startPlanning: () => openHere,
    supergraphSdl: compose({ slow: slowSdl, quick: quickSdl }),
    ...{ connections, access, log, joinedForMs },
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });
  closers.push(() => supergraph.close({ httpMs: 0, socketsMs: 0 }));
  closers.push(async () => begun.forEach(({ answer }) => answer()));
  const first = async () => {
    await expect.poll(() => begun.length).toBeGreaterThan(0);
    return begun[0] ?? { work: null, answer: () => undefined };
  };
  return { url: `http://127.0.0.1:${await supergraph.listen(0, '127.0.0.1')}`, begun, first };
}

describe.each(executions)('an operation that takes too long, %s', (execution) => {
  it('is null where nobody answered in time, and says so', async () => {
    const { url } = await start(execution, 300);
    const { status, body } = await post(url, '{ slow quick }');
    expect({ status, body: withoutIds(body) }).toMatchInlineSnapshot(`
      {
        "body": {
          "data": {
            "quick": 1,
            "slow": null,
          },
          "errors": [
            {
              "extensions": {
                "code": "TIMED_OUT",
                "retryable": true,
                "subgraph": "slow",
              },
              "message": ""slow" did not answer in the time that there was; ask for less, or later.",
              "path": [
                "slow",
              ],
            },
          ],
        },
        "status": 200,
      }
    `);
  });

  it('is not asked for what is left of it', async () => {
    const { url, begun } = await start(execution, 300);
    const { body } = await post(url, 'mutation { a: slowly b: slowly }');
    expect(codesIn(body)).toEqual(['TIMED_OUT', 'TIMED_OUT']);
    expect(begun).toHaveLength(1);
  });

  it('is told the subgraph in what is left of the time', async () => {
    const { url, first } = await start(execution, 4_000);
    const asking = post(url, '{ slow }');
    const { work, answer } = await first();
    expect(work?.remainingMs).toBeGreaterThan(0);
    expect(work?.remainingMs).toBeLessThanOrEqual(4_001);
    answer();
    expect((await asking).body).toEqual({ data: { slow: 1 } });
  });

  it('is not made shorter by the word of a client', async () => {
    const { url, first } = await start(execution);
    const asking = post(url, '{ slow }', { headers: { [deadlineHeader]: '1' } });
    const { work, answer } = await first();
    expect(work?.remainingMs).toBeGreaterThan(1_000);
    answer();
    await asking;
  });
});

describe.each(executions)('a client that leaves, %s', (execution) => {
  const headers = { 'content-type': 'application/json' };
  const over = (accept: string) => (url: string, query: string) => {
    const leaving = new AbortController();
    const body = JSON.stringify({ query });
    fetch(`${url}/graphql`, { method: 'POST', headers: { ...headers, accept }, body, signal: leaving.signal })
      .then((response) => response.text())
      .catch(() => undefined);
    return () => leaving.abort();
  };
  const overGet = (url: string, query: string) => {
    const leaving = new AbortController();
    const asked = new URL(`${url}/graphql?query=${encodeURIComponent(query)}`);
    fetch(asked, { headers: { 'apollo-require-preflight': '1' }, signal: leaving.signal }).catch(
      () => undefined,
    );
    return () => leaving.abort();
  };
  const overSocket = (url: string, query: string) => {
    const client = socketClient(url);
    closers.push(async () => client.dispose());
    const listening = listen(client, query);
    return () => listening.stop();
  };

  it.each([
    ['by HTTP', over('application/json')],
    ['by HTTP GET', overGet],
    ['of server-sent events', over('text/event-stream')],
    ['by completing its operation on a WebSocket', overSocket],
  ])('%s ends a query at the subgraph', async (_, ask) => {
    const { url, first } = await start(execution);
    const leave = ask(url, '{ slow }');
    const { work } = await first();
    expect(work?.ofReads?.signal?.aborted).toBe(false);
    logged.length = 0;
    leave();
    await expect.poll(() => work?.ofReads?.signal?.aborted).toBe(true);
    await sleep(50);
    expect(logged).toEqual([]); // it is no failure of ours
  });

  it.each([
    ['by HTTP', over('application/json')],
    ['of server-sent events', over('text/event-stream')],
    ['by completing its operation on a WebSocket', overSocket],
  ])('%s ends no mutation', async (_, ask) => {
    const { url, begun, first } = await start(execution);
    const leave = ask(url, 'mutation { a: slowly b: slowly }');
    const { work, answer } = await first();
    leave();
    expect(work?.ofReads).toBeNull();
    answer();
    await expect.poll(() => begun.length).toBe(2); // the second field is begun after its client has gone
  });
});

describe.each(executions)('clients that ask the same at the same moment, %s', (execution) => {
  it('are answered by one request, also when the first of them leaves', async () => {
    const { url, begun, first } = await start(execution);
    const leaving = new AbortController();
    const body = JSON.stringify({ query: '{ slow }' });
    const headers = { 'content-type': 'application/json' };
    const ask = (init: RequestInit) => fetch(`${url}/graphql`, { method: 'POST', headers, body, ...init });
    const left = ask({ signal: leaving.signal }).catch(() => 'left');
    await first();
    const others = [ask({}), ask({})];
    await sleep(100);
    expect(begun).toHaveLength(1);
    leaving.abort();
    await expect.poll(() => begun.length).toBe(2); // once more, for both who stayed
    begun[1]?.answer();
    expect(await left).toBe('left');
    const answers = await Promise.all(others.map(async (one) => (await one).json()));
    expect(answers).toEqual([{ data: { slow: 1 } }, { data: { slow: 1 } }]);
    expect(begun).toHaveLength(2);
  });
});

interface Body {
  readonly errors?: readonly Record<string, unknown>[] | undefined;
}

const codesIn = ({ errors = [] }: Body) =>
  errors.map(({ extensions }) => (isRecord(extensions) ? extensions['code'] : null));

function withoutIds(body: Body) {
  const errors = body.errors?.map(({ extensions, ...error }) => {
    const { requestId: _, ...rest } = isRecord(extensions) ? extensions : {};
    return { ...error, extensions: rest };
  });
  return { ...body, errors };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
