import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { watchRequests } from './drain-server.ts';
import { endSockets } from './end-sockets.ts';
import { findHealthResponse, type ReadinessCheck } from './health.ts';
import { Lifecycle } from './lifecycle.ts';
import { listen, type ListeningServer } from './listen.ts';
import { leave } from './shutdown.ts';

const silent = { warn: () => undefined, info: () => undefined };
const loopback = { port: 0, host: '127.0.0.1' };

const check = (name: string, isOk: boolean, isOptional = false): ReadinessCheck => ({
  name,
  isReady: () => (isOk ? Promise.resolve(true) : Promise.reject(new Error('away'))),
  isOptional,
});
const health = async (path: string, lifecycle: Lifecycle, checks: ReadinessCheck[] = []) => {
  const response = await findHealthResponse(path, { lifecycle, checks });
  const body: unknown = await response?.json();
  return [response?.status, body];
};

describe('health', () => {
  it('is live in every phase, started after the start, ready only while serving', async () => {
    const lifecycle = new Lifecycle();
    const statuses = async () => {
      const all = ['/livez', '/startupz', '/readyz'].map((path) => health(path, lifecycle));
      return (await Promise.all(all)).map(([status]) => status);
    };
    expect(await statuses()).toEqual([200, 503, 503]);
    lifecycle.enter('serving');
    expect(await statuses()).toEqual([200, 200, 200]);
    lifecycle.enter('draining');
    expect(await statuses()).toEqual([200, 200, 503]);
    lifecycle.enter('serving');
    expect(lifecycle.phase).toBe('draining');
  });

  it('names what failed, and takes the loss of what is optional for degraded', async () => {
    const serving = new Lifecycle('serving');
    expect(await health('/readyz', serving, [check('primary', true), check('replica', false, true)])).toEqual(
      [200, { status: 'degraded', failed: [], degraded: ['replica'] }],
    );
    expect(await health('/readyz', serving, [check('primary', false)])).toEqual([
      503,
      { status: 'unready', failed: ['primary'] },
    ]);
    expect(await findHealthResponse('/graphql', { lifecycle: serving, checks: [] })).toBeNull();
  });
});

describe('a stop', () => {
  let server: ListeningServer | undefined;
  afterEach(() => server?.close());

  async function serve(lifecycle: Lifecycle) {
    const answers: ServerResponse[] = [];
    const http = createServer((_, response) => void answers.push(response));
    watchRequests(http, () => lifecycle.isLeaving);
    const sockets = new WebSocketServer({ server: http });
    server = await listen(http, loopback, (spreadMs) => endSockets(sockets.clients, spreadMs));
    return { url: `http://127.0.0.1:${server.port}`, answers, close: server.close };
  }
  const asked = async (answers: readonly ServerResponse[]) => {
    while (answers.length === 0) await delay(5);
  };

  it('answers what it has taken, on connections that end, before it closes the pools', async () => {
    const lifecycle = new Lifecycle('serving');
    const { url, answers, close } = await serve(lifecycle);
    const order: string[] = [];
    const answer = fetch(url).then(async (response) => {
      order.push(await response.text());
      return response.headers.get('connection');
    });
    await asked(answers);
    const left = leave({
      lifecycle,
      drainWaitMs: 50,
      log: silent,
      steps: [
        { name: 'server', stop: () => close({ httpMs: 5_000, socketsMs: 0 }) },
        { name: 'pools', stop: async () => void order.push('pools closed') },
      ],
    });
    // While it waits for balancers it still takes requests, and says that the connection ends.
    const late = fetch(url);
    while (answers.length < 2) await delay(5);
    for (const response of answers) response.end('answered');
    expect((await late).headers.get('connection')).toBe('close');
    await answer;
    await left;
    expect(order).toEqual(['answered', 'pools closed']);
    expect(lifecycle.closing.aborted).toBe(true);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('cuts what does not end in time', async () => {
    const { url, answers, close } = await serve(new Lifecycle('serving'));
    const answer = fetch(url).catch(() => 'cut');
    await asked(answers);
    await close({ httpMs: 50, socketsMs: 0 });
    expect(await answer).toBe('cut');
  });

  it('tells sockets to come back, one after the other', async () => {
    const { url, close } = await serve(new Lifecycle('serving'));
    const clients = [1, 2, 3].map(() => new WebSocket(url.replace('http', 'ws')));
    await Promise.all(clients.map((client) => once(client, 'open')));
    const codes = clients.map(async (client) => {
      const [code]: unknown[] = await once(client, 'close');
      return code;
    });
    await close({ httpMs: 0, socketsMs: 90 });
    expect(await Promise.all(codes)).toEqual([1012, 1012, 1012]);
  });
});
