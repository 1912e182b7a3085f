import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryBus } from '../live/memory-bus.ts';
import { eventHeadsRoute, eventLogRoute } from './event-log-route.ts';
import { eventReadersRoute } from './event-readers-route.ts';
import { httpEventSource } from './http-event-source.ts';
import { localEventSource } from './local-event-source.ts';
import { describeEventSource } from './source.contract.ts';
import { openStage, type Stage } from './test-stage/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describeEventSource('the event source of this process', (own) => localEventSource('stage', own.services));

describeEventSource('the event source of another process', (own) =>
  httpEventSource({
    url: 'http://stage.internal',
    headers: async () => ({ 'x-moim-internal': 'a token' }),
    fetch: (input, init) => askRoute(own, new Request(input, init)),
  }),
);

describe('the event source of this process, when wake-ups get lost', () => {
  it('finds the event by looking again', async () => {
    const deaf = { ...stage.services, bus: new MemoryBus(stage.services.log) };
    const source = localEventSource('stage', deaf);
    const waiting = source.read({
      ...{ shard: 0, after: 0, limit: 1, waitMs: 20_000 },
      signal: new AbortController().signal,
    });
    await stage.rows(`insert into stage.event_log (pos, event_id, name, aggregate_type, aggregate_id, aggregate_seq, shard, payload, occurred_at)
      values (1, gen_random_uuid(), 'n', 't', 'a', 1, 0, '{}', now())`);
    expect((await waiting).map(({ pos }) => pos)).toEqual([1]);
  });
});

describe('the event log route', () => {
  it.each(['shard=8', 'shard=-1', 'after=-1', 'limit=0', 'limit=501', 'waitMs=20001', 'shard=x', 'more=1'])(
    'refuses %s',
    async (wrong) => {
      const url = new URL(`http://stage.internal/internal/events?shard=0&after=0&limit=1&waitMs=0`);
      for (const [name, value] of new URLSearchParams(wrong)) url.searchParams.set(name, value);
      const response = await askRoute(stage, new Request(url));
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'BAD_USER_INPUT' });
    },
  );
});

const routes = [eventLogRoute('stage'), eventHeadsRoute('stage'), eventReadersRoute('stage')];

/** As the host does once it knows that a service asks. */
async function askRoute({ services }: Pick<Stage, 'services'>, request: Request): Promise<Response> {
  request.signal.throwIfAborted();
  const identity = { viewer: null, isService: true, requestId: 'test' };
  const route = routes.find(({ path }) => path === new URL(request.url).pathname);
  if (!route) throw new Error(`no route for ${request.url}`);
  return route.handle({ request, params: {}, identity, services, clientAddress: '127.0.0.1' });
}
