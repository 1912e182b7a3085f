import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BoundedWork } from '@moim/kit/deadline/operation-bounds.ts';
import type { Route } from '@moim/kit/server/route.ts';
import type { SupergraphOptions } from '../supergraph-options.ts';
import { post } from '../testing/clients.ts';
import { type Execution, executions, type Fixture, startFixture } from '../testing/fixture.ts';

const long = 16_000_000;
const asked: Request[] = [];

const never = new Promise<never>(() => undefined);
const endless = () =>
  new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('begun')),
  });
const get = (path: string, handle: (request: Request) => Response | Promise<Response>): Route => ({
  ...{ method: 'GET', path, auth: 'public' },
  handle: async (incoming) => {
    asked.push(incoming.request);
    return handle(incoming.request);
  },
});

const routes: readonly Route[] = [
  get('/rooms/never', () => never),
  get('/rooms/endless', () => new Response(endless())),
  get('/rooms/long', () => new Response('x'.repeat(long))),
  get('/rooms/hello', () => new Response('hello')),
  get('/rooms/time-left', () => Response.json(BoundedWork.current?.remainingMs ?? null)),
  {
    ...{ method: 'POST', path: '/rooms/upload', auth: 'public' },
    handle: async (incoming) => Response.json({ bytes: (await incoming.request.arrayBuffer()).byteLength }),
  },
];

describe.each<Execution>(executions)('a plain request, subgraphs %s', (execution) => {
  let graph: Fixture;
  afterEach(async () => {
    asked.length = 0;
    await graph.close();
  });
  const start = async (options: Partial<SupergraphOptions> = {}) => {
    graph = await startFixture(execution, { routes, ...options });
  };
  const ask = (path: string, init?: RequestInit) => fetch(`${graph.url}${path}`, init);
  const untilAsked = (count: number) => vi.waitFor(() => expect(asked).toHaveLength(count), 3_000);

  it('that is never answered ends with its time, and may be sent again', async () => {
    await start({ deadlineMs: 200 });
    const answer = await ask('/rooms/never');
    expect(answer.status).toBe(504);
    expect(await answer.json()).toMatchObject({
      error: { code: 'TIMED_OUT', retryable: true, subgraph: 'rooms' },
    });
  });

  it('tells its subgraph the time that is left, and not what its client says of it', async () => {
    await start({ deadlineMs: 4_000 });
    const answer = await ask('/rooms/time-left', { headers: { 'x-moim-deadline-ms': '60000' } });
    const leftMs = Number(await answer.json());
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(4_000);
  });

  it('finds no place where too many are never answered, while everything else does', async () => {
    await start({ plain: { room: { maxRunning: 2, maxWaiting: 0, waitMs: 100 } } });
    const leaving = new AbortController();
    const hanging = [1, 2].map(() => ask('/rooms/never', { signal: leaving.signal }).catch(() => null));
    await untilAsked(2);
    const answer = await ask('/rooms/hello');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      error: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true, subgraph: 'rooms' },
    });
    expect((await ask('/people/nothing')).status).toBe(404);
    expect((await post(graph.url, '{ room(id: "r1") { id } }')).body.errors).toBeUndefined();
    leaving.abort();
    await Promise.all(hanging);
    await vi.waitFor(async () => expect((await ask('/rooms/hello')).status).toBe(200), 3_000);
  });

  it('is cut off in the middle of an answer of which nothing more comes', async () => {
    await start({ plain: { idleMs: 200 } });
    const answer = await ask('/rooms/endless');
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it('gives its place back when its client reads nothing', async () => {
    await start({ stalledMs: 200, plain: { room: { maxRunning: 1, maxWaiting: 0, waitMs: 100 } } });
    const reading = request(`${graph.url}/rooms/long`);
    const begun = new Promise<void>((resolve) => {
      reading.on('response', (response) => {
        response.on('error', () => undefined);
        resolve();
      });
    });
    reading.on('error', () => undefined).end();
    await begun;
    expect((await ask('/rooms/hello')).status).toBe(503);
    await vi.waitFor(async () => expect((await ask('/rooms/hello')).status).toBe(200), 3_000);
    reading.destroy();
  });

  it('hands everything on to who reads', async () => {
    await start();
    expect(await (await ask('/rooms/long')).text()).toHaveLength(long);
  });

  /** Sends a piece now and then. */
  const upload = (pieces: number, everyMs: number, isEnded: boolean) =>
    new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const sending = request(`${graph.url}/rooms/upload`, { method: 'POST' }, (response) => {
        let text = '';
        response.on('data', (part: Buffer) => (text += part.toString()));
        response.on('end', () => resolve({ status: response.statusCode, text }));
      });
      sending.on('error', reject);
      const send = async () => {
        for (let sent = 0; sent < pieces; sent += 1) {
          sending.write('0123456789');
          await sleep(everyMs);
        }
        if (isEnded) sending.end();
      };
      void send();
    });

  it('may take as long to come as it likes, as long as something comes', async () => {
    await start({ plain: { idleMs: 300 } });
    expect(await upload(8, 80, true)).toEqual({ status: 200, text: '{"bytes":80}' });
  });

  it('of which nothing more comes is refused', async () => {
    await start({ plain: { idleMs: 200 } });
    const { status, text } = await upload(1, 0, false);
    expect(status).toBe(408);
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'TIMED_OUT', retryable: true } });
  });
});

it('tells a subgraph in this process that the client of a read has left', async () => {
  const graph = await startFixture('in-process', { routes });
  const leaving = new AbortController();
  const hanging = fetch(`${graph.url}/rooms/never`, { signal: leaving.signal }).catch(() => null);
  await vi.waitFor(() => expect(asked).toHaveLength(1), 3_000);
  leaving.abort();
  await hanging;
  await vi.waitFor(() => expect(asked[0]?.signal.aborted).toBe(true), 3_000);
  asked.length = 0;
  await graph.close();
});
