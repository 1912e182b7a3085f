import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openAccess } from '../access/access.ts';
import { listen, post, socketClient } from '../testing/clients.ts';
import { type PartsFixture, startParts } from '../testing/parts-fixture.ts';

const parts = 'multipart/mixed;deferSpec=20220824, application/json';
const deferred = '{ books { title ... @defer(label: "reviews") { texts } } }';

let graph: PartsFixture;
beforeEach(async () => {
  graph = await startParts();
});
afterEach(() => graph.server.close());

interface Asking {
  readonly variables?: object;
  readonly authorization?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

function send(query: string, { variables, authorization, accept = parts, signal }: Asking = {}) {
  return fetch(`${graph.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...(authorization && { authorization }) },
    body: JSON.stringify({ query, variables }),
    ...(signal && { signal }),
  });
}

/** The parts of an answer, read as RFC 2046 has it. */
async function readParts(answer: Response | Promise<Response>): Promise<unknown[]> {
  const text = await (await answer).text();
  const [preamble, ...rest] = text.split('\r\n---');
  expect([preamble, rest.at(-1)]).toEqual(['', '--\r\n']);
  return rest.slice(0, -1).map((part): unknown => {
    const [head, body = ''] = part.split('\r\n\r\n');
    expect(head).toBe('\r\ncontent-type: application/json; charset=utf-8');
    return JSON.parse(body);
  });
}

const incrementalPart = z.object({ incremental: z.array(z.unknown()).optional() });

const ask = (query: string, asking?: Asking) => readParts(send(query, asking));
const coded = (code: string) => expect.objectContaining({ extensions: expect.objectContaining({ code }) });

describe('an answer in parts', () => {
  it('is multipart, written like this', async () => {
    const answer = await send(deferred);
    expect(answer.headers.get('content-type')).toBe('multipart/mixed;boundary="-";deferSpec=20220824');
    expect((await answer.text()).replaceAll('\r', '␍')).toMatchInlineSnapshot(`
      "␍
      ---␍
      content-type: application/json; charset=utf-8␍
      ␍
      {"data":{"books":[{"title":"Dune"},{"title":"Emma"}]},"hasNext":true}␍
      ---␍
      content-type: application/json; charset=utf-8␍
      ␍
      {"incremental":[{"data":{"texts":["Long."]},"path":["books",0],"label":"reviews"},{"data":{"texts":[]},"path":["books",1],"label":"reviews"}],"hasNext":false}␍
      -----␍
      "
    `);
  });

  it('begins before what is deferred is there', async () => {
    const { open } = graph.hold();
    const reader = (await send(deferred)).body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toContain('"hasNext":true}\r\n---\r\n');
    open();
    const second = await reader?.read();
    expect(new TextDecoder().decode(second?.value)).toContain('"hasNext":false}\r\n-----\r\n');
  });

  it('sends what is there first, first', async () => {
    const { open } = graph.hold();
    const query =
      '{ ... @defer(label: "slow") { best { texts } } ... @defer(label: "fast") { books { id } } }';
    const reading = ask(query);
    await vi.waitFor(() => expect(graph.asked).toHaveLength(1));
    setTimeout(open, 50);
    const labels = (await reading).map((part) => JSON.stringify(part).match(/"label":"\w+"/)?.[0]);
    expect(labels).toEqual([undefined, '"label":"fast"', '"label":"slow"']);
  });

  it('nests: a part comes after the one that it is in', async () => {
    const query =
      '{ books { id ... @defer(label: "a") { title shelf { row ... @defer(label: "b") { floor } } } } }';
    const all = await ask(query);
    const items = all.flatMap((part) => incrementalPart.parse(part).incremental ?? []);
    expect(items).toEqual([
      { label: 'a', path: ['books', 0], data: { title: 'Dune', shelf: { row: 1 } } },
      { label: 'a', path: ['books', 1], data: { title: 'Emma', shelf: null } },
      { label: 'b', path: ['books', 0, 'shelf'], data: { floor: 0 } },
    ]);
  });

  it('lets a null go up to the deferred fragment and no further', async () => {
    expect(await ask('{ books { title ... @defer { stars } } }')).toEqual([
      { data: { books: [{ title: 'Dune' }, { title: 'Emma' }] }, hasNext: true },
      {
        incremental: [
          { path: ['books', 0], data: { stars: 5 } },
          {
            path: ['books', 1],
            data: null,
            errors: [expect.objectContaining({ path: ['books', 1, 'stars'] })],
          },
        ],
        hasNext: false,
      },
    ]);
  });

  it('is for who uses GET too, and sends a header that no form sends', async () => {
    const search = new URLSearchParams({ query: deferred });
    const get = (headers: Record<string, string>) =>
      fetch(`${graph.url}/graphql?${search}`, { headers: { accept: parts, ...headers } });
    expect(await readParts(get({ 'apollo-require-preflight': 'yes' }))).toEqual(await ask(deferred));
    expect((await get({})).status).toBe(400);
  });

  it('has no part below what is null', async () => {
    expect(await ask('{ nothing { id ... @defer { texts } } }')).toEqual([
      { data: { nothing: null }, hasNext: false },
    ]);
  });

  it('is of a mutation too, for what it returns', async () => {
    expect(await ask('mutation { add(title: "Ulysses") { title ... @defer { texts } } }')).toEqual([
      { data: { add: { title: 'Ulysses' } }, hasNext: true },
      { incremental: [{ path: ['add'], data: { texts: ['Long.'] } }], hasNext: false },
    ]);
  });

  it('serves a foreign supergraph as well', async () => {
    await graph.server.close();
    graph = await startParts({ isForeign: true, access: openAccess });
    expect(await ask(deferred)).toHaveLength(2);
  });
});

describe('everything comes at once', () => {
  const whole = {
    data: {
      books: [
        { title: 'Dune', texts: ['Long.'] },
        { title: 'Emma', texts: [] },
      ],
    },
  };

  it.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
    ['multipart/mixed;deferSpec=20990101, application/json', 'application/json; charset=utf-8'],
    ['multipart/mixed;q=0, application/json', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
  ])('for who accepts %s', async (accept, type) => {
    const answer = await send(deferred, { accept });
    expect(answer.headers.get('content-type')).toBe(type);
    expect(await answer.json()).toEqual(whole);
  });

  it.each([
    ['query ($later: Boolean!) { books { title ... @defer(if: $later) { texts } } }', { later: false }],
    ['query ($later: Boolean! = false) { books { title ... @defer(if: $later) { texts } } }', {}],
    ['{ books { title ... @defer(if: false) { texts } } }', {}],
    ['{ books { title texts } }', {}],
  ])('for %s', async (query, variables) => {
    const answer = await send(query, { variables });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).toEqual(whole);
  });

  it('and in parts when the variable says so', async () => {
    const query = 'query ($later: Boolean! = false) { books { title ... @defer(if: $later) { texts } } }';
    expect(await ask(query, { variables: { later: true } })).toHaveLength(2);
  });
});

describe('the door', () => {
  it('says in the part what is kept from whom', async () => {
    const query = '{ books { title ... @defer { texts price } } }';
    const denied = (index: number) => ({
      path: ['books', index],
      data: { texts: index === 0 ? ['Long.'] : [], price: null },
      errors: [
        expect.objectContaining({
          path: ['books', index, 'price'],
          extensions: expect.objectContaining({ code: 'UNAUTHORIZED_FIELD_OR_TYPE' }),
        }),
      ],
    });
    expect(await ask(query)).toEqual([
      { data: { books: [{ title: 'Dune' }, { title: 'Emma' }] }, hasNext: true },
      { incremental: [denied(0), denied(1)], hasNext: false },
    ]);
    const [, last] = await ask(query, { authorization: await graph.authorization('ann') });
    expect(JSON.stringify(last)).toContain('"price":9');
  });

  it('charges once, and says so in the first part', async () => {
    await graph.server.close();
    graph = await startParts({ points: { perOperation: 1_000, bucket: 100, perSecond: 0.001 } });
    const [first, second] = await ask(deferred, { authorization: await graph.authorization('ann') });
    expect(first).toMatchObject({ extensions: { cost: { requestedPoints: 10, remainingPoints: 90 } } });
    expect(second).not.toHaveProperty('extensions');
  });

  const many = Array.from({ length: 9 }, () => '... @defer { id }').join(' ');
  it.each([
    ['a subscription', 'subscription { added { id ... @defer { title } } }', 'BAD_USER_INPUT'],
    ['a mutation itself', 'mutation { ... @defer { add(title: "x") { id } } }', 'BAD_USER_INPUT'],
    [
      'two labels that are equal',
      '{ books { ... @defer(label: "a") { id } ... @defer(label: "a") { title } } }',
      'BAD_USER_INPUT',
    ],
    [
      'a label in a variable',
      'query ($a: String) { books { ... @defer(label: $a) { id } } }',
      'BAD_USER_INPUT',
    ],
    ['a field', '{ books @defer { id } }', 'BAD_USER_INPUT'],
    ['more than 8 fragments', `{ books { ${many} } }`, 'LIMIT_EXCEEDED'],
    [
      'more than 8 by spreading',
      `{ a: books { ...F ...F ...F ...F ...F } } fragment F on Book { ... @defer { id } ... @defer { title } }`,
      'LIMIT_EXCEEDED',
    ],
  ])('refuses %s', async (_, query, code) => {
    const { body } = await post(graph.url, query);
    expect(body.errors).toEqual([coded(code)]);
    expect(graph.asked).toEqual([]);
  });
});

describe('a client that leaves', () => {
  it('is not waited for: what is still being fetched is not', async () => {
    graph.hold();
    const leaving = new AbortController();
    const reader = (await send(deferred, { signal: leaving.signal })).body?.getReader();
    await reader?.read();
    leaving.abort();
    await vi.waitFor(() => expect(graph.asked[0]?.signal?.aborted).toBe(true));
  });
});

describe('a server that ends', () => {
  it('sends the rest first', async () => {
    const { open } = graph.hold();
    const answer = await send(deferred);
    const closing = graph.server.close();
    setTimeout(open, 50);
    expect(await readParts(answer)).toHaveLength(2);
    await closing;
    graph = await startParts();
  });
});

describe('other transports', () => {
  const results = [
    { data: { books: [{ title: 'Dune' }, { title: 'Emma' }] }, hasNext: true },
    {
      incremental: [
        { data: { texts: ['Long.'] }, path: ['books', 0], label: 'reviews' },
        { data: { texts: [] }, path: ['books', 1], label: 'reviews' },
      ],
      hasNext: false,
    },
  ];

  it('WebSocket: a `next` for each part', async () => {
    const client = socketClient(graph.url);
    const listening = listen(client, deferred);
    expect(await listening.ended).toBeNull();
    expect(listening.results).toEqual(results);
    await client.dispose();
  });

  it('server-sent events: the same', async () => {
    const text = await (await send(deferred, { accept: 'text/event-stream' })).text();
    const events = [...text.matchAll(/^event: next\ndata: (.*)$/gm)].map(([, data = '']): unknown =>
      JSON.parse(data),
    );
    expect(events).toEqual(results);
  });
});
