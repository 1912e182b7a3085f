import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { listen, post, socketClient } from '../testing/clients.ts';
import { type Execution, executions, type Fixture, startFixture } from '../testing/fixture.ts';

const points = { perOperation: 1_000, bucket: 100, perSecond: 0.001 };

describe.each<Execution>(executions)('an app that asks for itself, subgraphs %s', (execution) => {
  let graph: Fixture;
  let appId: string;
  let authorization: string;
  beforeAll(async () => {
    graph = await startFixture(execution, { points, adhoc: 'authenticated', recheckEveryMs: 100 });
  });
  afterAll(() => graph.close());
  beforeEach(async () => {
    appId = newUuid();
    authorization = await graph.appAuthorization(appId, ['trips:read']);
  });
  afterEach(() => {
    graph.isSilent = false;
  });

  const ask = async (
    query: string,
    as: string | null = authorization,
    headers: Record<string, string> = {},
  ) => {
    const answer = await post(graph.url, query, {
      headers: { ...headers, ...(as && { authorization: as }) },
    });
    return { ...answer, codes: (answer.body.errors ?? []).map(({ extensions }) => codeIn(extensions)) };
  };

  it('may send documents of its own, which nobody may, and read the schema', async () => {
    expect((await ask('{ people { id } __schema { queryType { name } } }')).body.data).toMatchObject({
      people: [{ id: 'ann' }, { id: 'bob' }, { id: 'cho' }],
      __schema: { queryType: { name: 'Query' } },
    });
    expect((await ask('{ people { id } }', null)).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('is what a subgraph is told, and no member', async () => {
    const { body } = await ask('{ whoAmI }');
    expect(JSON.parse(String(body.data?.['whoAmI']))).toMatchObject({
      identity: { viewer: null, app: { id: appId, scopes: ['trips:read'] }, isService: false },
    });
  });

  it('has a bucket of its own, as large as ten viewers, wherever it asks from', async () => {
    const { body, headers } = await ask('{ people { id } }');
    expect(body.extensions).toEqual({
      cost: { requestedPoints: 10, remainingPoints: 990, maximumPoints: 1_000, restoreRate: 0.01 },
    });
    expect(headers.get('ratelimit-limit')).toBe('1000');
    const other = await graph.appAuthorization(newUuid());
    expect((await ask('{ people { id } }', other)).headers.get('ratelimit-remaining')).toBe('990');
    const costly = `{ ${Array.from({ length: 10 }, (_, n) => `p${n}: people { id }`).join(' ')} }`;
    for (let n = 0; n < 9; n += 1) await ask(costly);
    const refused = await ask(costly);
    expect([refused.status, refused.codes]).toEqual([429, ['RATE_LIMITED']]);
  });

  it('may use a key for one change alone', async () => {
    const say = (text: string) =>
      ask(`mutation { post(roomId: "r1", text: "${text}") { text } }`, authorization, {
        'idempotency-key': 'k',
      });
    expect((await say('x')).body.data).toEqual({ post: { text: 'x' } });
    expect((await say('y')).codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('is over with its next question when it was revoked', async () => {
    expect((await ask('{ people { id } }')).status).toBe(200);
    graph.revokeApp(appId);
    const { status, codes } = await ask('{ people { id } }');
    expect([status, codes]).toEqual([401, ['UNAUTHENTICATED']]);
  });

  it('is believed on its last answer while identity is silent', async () => {
    graph.revokeApp(appId);
    await ask('{ people { id } }');
    graph.isSilent = true;
    expect((await ask('{ people { id } }')).status).toBe(401);
    expect((await ask('{ people { id } }', await graph.appAuthorization(newUuid()))).status).toBe(200);
  });

  it('loses what it is subscribed to when it was revoked, over WebSocket', async () => {
    const client = socketClient(graph.url, authorization);
    const listening = listen(client, 'subscription { ticks }');
    await expect.poll(() => graph.rooms.open).toBe(1);
    graph.rooms.post('ticks', 'one');
    await expect.poll(() => listening.results).toEqual([{ data: { ticks: 1 } }]);
    graph.revokeApp(appId);
    expect(JSON.stringify(await listening.ended)).toContain('UNAUTHENTICATED');
    await expect.poll(() => graph.rooms.open).toBe(0);
    await client.dispose();
  });

  it('and over server-sent events', async () => {
    const response = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization },
      body: '{"query":"subscription { ticks }"}',
    });
    await expect.poll(() => graph.rooms.open).toBe(1);
    graph.revokeApp(appId);
    expect(await response.text()).toContain('"code":"UNAUTHENTICATED"');
  });
});

const codeIn = (extensions: unknown): unknown =>
  typeof extensions === 'object' && extensions !== null && 'code' in extensions ? extensions.code : null;
