import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { planningMetrics } from '../metrics/planning-metrics.ts';
import { listen, post, socketClient } from '../testing/clients.ts';
import { type Fixture, silentLog, startFixture } from '../testing/fixture.ts';
import { PlanningThread } from './planning-thread.ts';

const module = new URL('../testing/planning/planted.worker.ts', import.meta.url);
/** Its plan takes longer than anybody waits. */
const endless = 'query Endless { people { id } }';
const another = 'query Another { people { id name } }';

let graph: Fixture;
let waiting: number;
let waits: number;
/** A supergraph in front of a planner that goes on for as long as a test lasts. */
async function start(deadlineMs: number) {
  [waiting, waits] = [0, 0];
  const observer = {
    ...planningMetrics(),
    waiting: (change: number) => void (waiting += change),
    waited: () => void (waits += 1),
  };
  const thread = new PlanningThread({ log: silentLog, observer, module, planMs: 60_000 });
  graph = await startFixture('in-process', { startPlanning: () => thread.open, deadlineMs });
  waits = 0;
}

const known = z.object({ code: z.string(), retryable: z.boolean() });

const told = async (query: string) => {
  const { status, body } = await post(graph.url, query);
  const errors = body.errors?.map(({ message, extensions }) => ({ message, ...known.parse(extensions) }));
  return { status, data: body.data, errors };
};

describe('an operation whose deadline passes while it waits for its plan', () => {
  beforeAll(() => start(300));
  afterAll(() => graph.close());

  it('is told so, whether it is being planned or waits for its turn, and has no turn any more', async () => {
    const asked = [told(endless), told(another)];
    const [first, second] = await Promise.all(asked);
    expect(first).toEqual(second);
    expect(second).toMatchInlineSnapshot(`
      {
        "data": undefined,
        "errors": [
          {
            "code": "TIMED_OUT",
            "message": "This operation was not planned in the time that there was; try again.",
            "retryable": true,
          },
        ],
        "status": 504,
      }
    `);
    expect({ waiting, waits }).toEqual({ waiting: 0, waits: 1 });
  });

  it('is told so on a WebSocket and in events, a subscription too', async () => {
    await told(endless); // the planner is at it whoever waits
    const client = socketClient(graph.url, await graph.authorization('ann'));
    const stream = listen(client, 'subscription { roomEvents(roomId: "r1") { seq } }');
    const query = listen(client, another);
    const events = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: another }),
    });
    expect(await events.text()).toContain('"code":"TIMED_OUT"');
    expect(await stream.ended).toMatchObject([{ extensions: { code: 'TIMED_OUT' } }]);
    await query.ended;
    expect(query.results).toMatchObject([{ errors: [{ extensions: { code: 'TIMED_OUT' } }] }]);
    expect({ waiting, waits }).toEqual({ waiting: 0, waits: 1 });
    await client.dispose();
  });
});

describe('a client that leaves', () => {
  const over = (accept: string) => async (query: string) => {
    const leaving = new AbortController();
    fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query }),
      signal: leaving.signal,
    }).catch(() => undefined);
    return () => leaving.abort();
  };
  let stop: () => void;
  beforeAll(async () => {
    await start(60_000);
    stop = await over('application/json')(endless);
    await vi.waitFor(() => expect(waits).toBe(1));
  });
  afterAll(() => {
    stop();
    return graph.close();
  });

  const overSocket = async (query: string) => {
    const client = socketClient(graph.url, await graph.authorization('ann'));
    const listening = listen(client, query);
    return () => listening.stop();
  };

  it.each([
    ['by HTTP', over('application/json'), another],
    ['of parts', over('multipart/mixed'), '{ people { id ... @defer { name } } }'],
    ['of server-sent events', over('text/event-stream'), another],
    ['by completing a query on a WebSocket', overSocket, another],
    ['by completing a subscription', overSocket, 'subscription { roomEvents(roomId: "r1") { seq } }'],
  ])('%s gives up its place in the queue of the planner', async (_, ask, query) => {
    const leave = await ask(query);
    await expect.poll(() => waiting).toBe(1);
    leave();
    await expect.poll(() => waiting).toBe(0);
    expect(waits).toBe(1);
  });
});
