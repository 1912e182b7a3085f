import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen, post, socketClient } from './testing/clients.ts';
import { type Execution, executions, type Fixture, startFixture } from './testing/fixture.ts';
import { members } from './testing/members.ts';
import { z } from 'zod';

/** What a subgraph of the fixture tells of the call that it saw. */
const seen = z.object({
  identity: z.looseObject({
    requestId: z.string(),
    viewer: z.looseObject({ memberId: z.string() }).nullable(),
  }),
  headers: z.record(z.string(), z.string()).optional(),
});

describe.each<Execution>(executions)('the supergraph, subgraphs %s', (execution) => {
  let graph: Fixture;
  let ann: Record<string, string>;

  beforeAll(async () => {
    graph = await startFixture(execution, {
      routes: [
        {
          method: 'GET',
          path: '/rooms/who',
          auth: 'public',
          handle: async ({ request, identity }) =>
            Response.json({ identity, headers: Object.fromEntries(request.headers) }),
        },
        {
          method: 'GET',
          path: '/internal/secret',
          auth: 'service',
          handle: async () => new Response('secret'),
        },
      ],
    });
    graph.rooms.post('r1', 'hello', 'bob');
    ann = { authorization: await graph.authorization('ann') };
  });
  afterAll(() => graph.close());

  it('joins two subgraphs in one answer', async () => {
    const { status, body } = await post(
      graph.url,
      '{ room(id: "r1") { title last { text author { name } } } }',
      {
        headers: ann,
      },
    );
    expect(body).toEqual({
      data: { room: { title: 'Room r1', last: { text: 'hello', author: { name: 'BOB' } } } },
    });
    expect(status).toBe(200);
  });

  it('takes a query by GET, and refuses a mutation that way', async () => {
    const get = (query: string) =>
      fetch(`${graph.url}/graphql?query=${encodeURIComponent(query)}`, {
        headers: { ...ann, 'apollo-require-preflight': '1' },
      });
    expect(await (await get('{ people { id } }')).json()).toMatchObject({
      data: { people: [{ id: 'ann' }, {}, {}] },
    });
    expect((await get('mutation { post(roomId: "r1", text: "x") { seq } }')).status).toBe(405);
  });

  it('keeps a subgraph’s public errors and hides the rest behind the request’s id', async () => {
    const { body, headers } = await post(graph.url, '{ forbidden broken }', { headers: ann });
    const requestId = headers.get('x-request-id');
    expect(body.data).toEqual({ forbidden: null, broken: null });
    expect(body.errors).toEqual([
      {
        message: 'Not for you.',
        path: ['forbidden'],
        extensions: { code: 'FORBIDDEN', retryable: false, requestId },
      },
      {
        message: 'Something went wrong on our side.',
        path: ['broken'],
        extensions: { code: 'INTERNAL', retryable: true, requestId },
      },
    ]);
  });

  it('never shows an inaccessible enum value, whatever the subgraph sends', async () => {
    const { body } = await post(graph.url, '{ person(id: "ann") { name mood } }', { headers: ann });
    expect(JSON.stringify(body)).not.toContain('SECRET');
    expect(body.data).toEqual({ person: { name: 'ANN', mood: null } });
  });

  it('tells the subgraph who asks, from the token and the session alone', async () => {
    const { body } = await post(graph.url, '{ whoAmI }', {
      headers: { ...ann, 'x-moim-internal': 'forged', 'x-request-id': 'mine' },
    });
    const { identity } = seen.parse(JSON.parse(String(body.data?.['whoAmI'])));
    expect(identity).toMatchObject({
      isService: false,
      viewer: { memberId: members.ann, roles: ['MEMBER'] },
    });
    expect(identity.requestId).not.toBe('mine');
  });

  it('lets anyone ask without a token, as nobody', async () => {
    const { body } = await post(graph.url, '{ whoAmI }');
    expect(seen.parse(JSON.parse(String(body.data?.['whoAmI']))).identity.viewer).toBeNull();
  });

  const forged = 'Bearer eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.eyJzdWIiOiJhbm4ifQ.';
  it.each([
    ['forged, alg none', async () => forged],
    ['not a token', async () => 'Bearer nonsense'],
    ['another scheme', async () => 'Basic YTpi'],
    ['expired', () => graph.authorization('ann', -10_000)],
  ])('answers 401 and nothing helpful to a token that is %s', async (_, authorization) => {
    const { status, body } = await post(graph.url, '{ __typename }', {
      headers: { authorization: await authorization() },
    });
    expect(status).toBe(401);
    expect(body).toEqual({
      errors: [
        {
          message: 'Log in first.',
          extensions: { code: 'UNAUTHENTICATED', retryable: false, requestId: expect.any(String) },
        },
      ],
    });
  });

  describe('plain HTTP', () => {
    it('reaches the subgraph as the viewer, without what only we may say', async () => {
      const response = await fetch(`${graph.url}/rooms/who`, {
        headers: { ...ann, 'x-moim-internal': 'forged', 'x-forwarded-for': '203.0.113.9', 'x-own': 'kept' },
      });
      const { identity, headers } = seen.parse(await response.json());
      expect(identity.viewer?.memberId).toBe(members.ann);
      expect(headers?.['x-own']).toBe('kept');
      expect(headers?.['x-forwarded-for']).toBeUndefined();
      expect(headers?.['x-moim-internal']).not.toBe('forged');
    });

    it('goes on as nobody with a token that is no longer valid, so that one can log in again', async () => {
      const authorization = await graph.authorization('ann', -10_000);
      const response = await fetch(`${graph.url}/rooms/who`, { headers: { authorization } });
      expect(seen.parse(await response.json()).identity.viewer).toBeNull();
    });

    it.each([
      '/internal/secret',
      '/rooms/../internal/secret',
      '/%2e%2e/internal/secret',
      '//internal/secret',
      '/none',
    ])('has nothing at %s', async (path) => {
      const { request } = await import('node:http');
      const status = await new Promise((resolve, reject) => {
        const { port } = new URL(graph.url);
        request({ port, path, headers: ann }, (response) => resolve(response.resume().statusCode))
          .on('error', reject)
          .end();
      });
      expect(status).toBe(404);
    });

    it('says that it lives and is ready, and forbids sniffing and framing everywhere', async () => {
      for (const path of ['/livez', '/readyz', '/none']) {
        const { headers } = await fetch(`${graph.url}${path}`);
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('x-frame-options')).toBe('DENY');
      }
      expect((await fetch(`${graph.url}/readyz`)).status).toBe(200);
    });
  });

  describe('what is no proper request', () => {
    const send = (body: string, contentType = 'application/json', method = 'POST') =>
      fetch(`${graph.url}/graphql`, { method, headers: { ...ann, 'content-type': contentType }, body });

    it.each([
      ['no JSON', '{', 400],
      ['an array, which would be a batch', '[{"query":"{ __typename }"}]', 400],
      ['no query', '{}', 400],
      ['a query that is no string', '{"query":1}', 400],
      ['variables that are no object', '{"query":"{ __typename }","variables":[]}', 400],
    ])('is refused: %s', async (_, body, status) => {
      const response = await send(body);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
      'is refused: a form’s content type %s, which a foreign page could send',
      async (contentType) => expect((await send('{"query":"{ __typename }"}', contentType)).status).toBe(415),
    );

    it('is refused: a body that is too large, before it is read', async () => {
      const response = await send(JSON.stringify({ query: `# ${'x'.repeat(120_000)}\n{ __typename }` }));
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] });
    });
  });

  describe('the same rules on every transport', () => {
    type Transport = (query: string, authorization?: string) => Promise<string>;
    const overHttp: Transport = async (query, authorization) =>
      JSON.stringify(
        (await post(graph.url, query, { headers: authorization ? { authorization } : {} })).body,
      );
    const overSse: Transport = async (query, authorization) => {
      const response = await fetch(`${graph.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          ...(authorization ? { authorization } : {}),
        },
        body: JSON.stringify({ query }),
      });
      return response.text();
    };
    const overSocket: Transport = async (query, authorization) => {
      const client = socketClient(graph.url, authorization);
      const { results, ended } = listen(client, query);
      const end = await ended;
      await client.dispose();
      return JSON.stringify([results, end]);
    };
    const transports: [string, Transport][] = [
      ['HTTP', overHttp],
      ['SSE', overSse],
      ['WebSocket', overSocket],
    ];
    const nested = (levels: number): string =>
      '{ room(id: "r1") '.concat('{ last { room '.repeat(levels), '{ id }', ' } }'.repeat(levels), ' }');

    describe.each(transports)('%s', (_, ask) => {
      it('answers a query', async () => {
        expect(await ask('{ people { name } }')).toContain('"name":"CHO"');
      });

      it.each([
        ['tokens', `{ ${'people { id } '.repeat(600)} }`],
        ['depth', nested(6)],
        ['aliases', `{ ${Array.from({ length: 16 }, (__, index) => `a${index}: whoAmI`).join(' ')} }`],
        ['root fields', `{ ${'whoAmI '.repeat(11)} }`],
        ['directives', `{ whoAmI ${'@include(if: true) '.repeat(11)} }`],
        [
          'expanded selections',
          `{ ...A } fragment A on Query { ${'...B '.repeat(10)} } fragment B on Query { ${'...C '.repeat(15)} } ` +
            `fragment C on Query { ${'people { id } '.repeat(8)} }`,
        ],
      ])('refuses too many %s before validation', async (__, query) => {
        expect(await ask(query, await graph.authorization('ann'))).toContain('LIMIT_EXCEEDED');
      });

      it('hides internal errors', async () => {
        const text = await ask('{ broken }');
        expect(text).toContain('"code":"INTERNAL"');
        expect(text).not.toContain('10.0.0.1');
      });

      it('does not help an anonymous guesser, and helps a member', async () => {
        const anonymous = await ask('{ peopl { id } }');
        expect(anonymous).toContain('Cannot query field');
        expect(anonymous).not.toContain('Did you mean');
        expect(await ask('{ persn { id } }', await graph.authorization('ann'))).toContain('Did you mean');
      });

      it('shows the schema to members only', async () => {
        expect(await ask(getIntrospectionQuery())).toContain('UNAUTHENTICATED');
        expect(await ask('{ __type(name: "Person") { name } }')).toContain('UNAUTHENTICATED');
        expect(await ask(getIntrospectionQuery(), await graph.authorization('ann'))).toContain('RoomEvent');
      });

      it('names the variable that does not fit', async () => {
        const text = await ask('query ($id: ID!) { person(id: $id) { id } }');
        expect(text).toContain('"code":"BAD_USER_INPUT"');
        expect(text).toContain('"field":"id"');
      });
    });
  });
});
