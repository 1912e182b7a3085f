import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type Fixture, startFixture } from '@moim/supergraph/testing/fixture.ts';

/**
 * https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md, distinct connections mode, over real sockets:
 * one operation a request, `next` events, one `complete`.
 */
const query = '{ people { name } }';
const endless = 'subscription { ticks }';
const answered = { data: { people: [{ name: 'ANN' }, { name: 'BOB' }, { name: 'CHO' }] } };

let graph: Fixture;
beforeAll(async () => {
  graph = await startFixture('in-process');
});
afterAll(() => graph.close());

interface Asked {
  readonly accept?: string;
  readonly authorization?: string;
  readonly signal?: AbortSignal;
  readonly contentType?: string;
  readonly method?: string;
}

const headersOf = ({ accept = 'text/event-stream', authorization }: Asked) => ({
  accept,
  ...(authorization && { authorization }),
});

function post(body: unknown, asked: Asked = {}): Promise<Response> {
  return fetch(`${graph.url}/graphql`, {
    method: asked.method ?? 'POST',
    headers: { ...headersOf(asked), 'content-type': asked.contentType ?? 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(asked.signal && { signal: asked.signal }),
  });
}

function get(parameters: Record<string, string>, asked: Asked = {}): Promise<Response> {
  const url = `${graph.url}/graphql?${new URLSearchParams(parameters)}`;
  return fetch(url, { headers: headersOf(asked), ...(asked.signal && { signal: asked.signal }) });
}

interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** As https://html.spec.whatwg.org/multipage/server-sent-events.html reads a stream; comments apart. */
function parseEvents(text: string): { events: ServerEvent[]; comments: number } {
  const lines = text.split('\n');
  const comments = lines.filter((line) => line.startsWith(':')).length;
  const events = text.split('\n\n').flatMap((block) => {
    const fields = block.split('\n').filter((line) => line !== '' && !line.startsWith(':'));
    if (fields.length === 0) return [];
    const values = new Map(
      fields.map((field): [string, string] => {
        const [name = '', value = ''] = field.split(/:(.*)/s);
        return [name, value.replace(/^ /, '')];
      }),
    );
    // An event without data would reach no listener.
    if (!values.has('data')) throw new Error(`an event without data: ${block}`);
    return [{ event: values.get('event') ?? 'message', data: values.get('data') ?? '' }];
  });
  return { events, comments };
}

const eventsOf = async (response: Response) => parseEvents(await response.text()).events;
const next = (result: unknown) => ({ event: 'next', data: JSON.stringify(result) });
const complete = { event: 'complete', data: '' };

/** Reads on until the text so far is enough, without ending the stream. */
async function readUntil(response: Response, isEnough: (text: string) => boolean): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of z.custom<AsyncIterable<Uint8Array>>().parse(response.body)) {
    text += decoder.decode(chunk, { stream: true });
    if (isEnough(text)) return text;
  }
  throw new Error(`the stream ended: ${text}`);
}

/** Reads on until so many events have come; of a long stream nothing is kept. */
async function countEvents(response: Response, enough: number): Promise<number> {
  let [count, last] = [0, 0];
  for await (const chunk of z.custom<AsyncIterable<Uint8Array>>().parse(response.body)) {
    for (const byte of chunk) {
      if (byte === 10 && last === 10) count += 1; // the blank line that ends an event
      last = byte;
    }
    if (count > enough) return count - 1; // without the comment at the beginning
  }
  return count;
}

const inStream = z.object({ errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })) });
/** The code of the one error that the one `next` event has. */
function codeIn([first, ...rest]: readonly ServerEvent[]): string | undefined {
  expect(rest).toEqual([complete]);
  expect(first?.event).toBe('next');
  return inStream.parse(JSON.parse(first?.data ?? '')).errors[0]?.extensions.code;
}

describe.each<[string, (text: string, asked?: Asked) => Promise<Response>]>([
  ['POST', (text, asked) => post({ query: text }, asked)],
  ['GET', (text, asked) => get({ query: text }, asked)],
])('an operation by %s', (_, ask) => {
  it('answers a query with one next and one complete', async () => {
    expect(await eventsOf(await ask(query))).toEqual([next(answered), complete]);
  });

  it('is a stream that nobody keeps, transforms or buffers', async () => {
    const response = await ask(query);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
      'x-request-id': expect.any(String),
    });
    await response.text();
  });

  it('begins with a comment, so that the client knows that it is open', async () => {
    const leaving = new AbortController();
    const text = await readUntil(await ask(endless, { signal: leaving.signal }), (read) => read.length > 0);
    expect(text).toBe(':\n\n');
    leaving.abort();
  });

  it('streams each event as it happens, and ends at the subgraph when the client goes', async () => {
    await vi.waitFor(() => expect(graph.rooms.open).toBe(0));
    const leaving = new AbortController();
    const response = await ask(endless, { signal: leaving.signal });
    await vi.waitFor(() => expect(graph.rooms.open).toBe(1));
    const seq = graph.rooms.post('ticks', 'x');
    const text = await readUntil(response, (read) => read.includes('next'));
    expect(parseEvents(text).events).toEqual([next({ data: { ticks: seq } })]);
    leaving.abort();
    await vi.waitFor(() => expect(graph.rooms.open).toBe(0));
  });

  it.each([
    ['a syntax error', '{', 'BAD_USER_INPUT'],
    ['a field that is not there', '{ nothing }', 'BAD_USER_INPUT'],
    ['a limit', `{ ${'whoAmI '.repeat(11)} }`, 'LIMIT_EXCEEDED'],
    ['a variable that is missing', 'query ($id: ID!) { person(id: $id) { id } }', 'BAD_USER_INPUT'],
  ])('says %s in the stream, where an EventSource can read it', async (__, text, code) => {
    const response = await ask(text);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    expect(codeIn(await eventsOf(response))).toBe(code);
  });

  it('does not open a stream for a token that is not valid', async () => {
    const response = await ask(query, { authorization: 'Bearer forged' });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      401,
      'application/json; charset=utf-8',
    ]);
  });
});

describe('the parameters of a GET', () => {
  it('are those of GraphQL over HTTP', async () => {
    const text = 'query Other { __typename } query Person($id: ID!) { person(id: $id) { name } }';
    const response = await get({ query: text, operationName: 'Person', variables: '{"id":"bob"}' });
    expect(await eventsOf(response)).toEqual([next({ data: { person: { name: 'BOB' } } }), complete]);
  });

  it.each<[string, Record<string, string>]>([
    ['no query', {}],
    ['variables that are no JSON', { query, variables: '{' }],
  ])('with %s are refused in the stream', async (_, parameters) => {
    expect(codeIn(await eventsOf(await get(parameters)))).toBe('BAD_USER_INPUT');
  });
});

describe('a request that is no operation', () => {
  it.each<[string, () => Promise<Response>, number]>([
    ['of another method', () => post({ query }, { method: 'PUT' }), 405],
    ['of another type', () => post({ query }, { contentType: 'text/plain' }), 415],
    ['of more than 100 KB', () => post({ query: `# ${'x'.repeat(120_000)}` }), 413],
  ])('%s opens no stream', async (_, ask, status) => {
    const response = await ask();
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: expect.any(String) } }] });
  });

  it.each([
    ['that is no JSON', '{'],
    ['that is a batch', [{ query }]],
    ['without a query', {}],
  ])('a body %s is refused in the stream', async (_, body) => {
    expect(codeIn(await eventsOf(await post(body)))).toBe('BAD_USER_INPUT');
  });
});

describe('the Accept header', () => {
  const [stream, json] = ['text/event-stream; charset=utf-8', 'application/json; charset=utf-8'];
  it.each([
    ['text/event-stream', stream],
    ['TEXT/Event-Stream;q=0.5', stream],
    ['application/json, text/event-stream', stream],
    ['application/json;q=0.5, text/event-stream;q=0.9', stream],
    ['application/json, text/event-stream;q=0.9', json],
    ['application/json, text/event-stream;q=0', json],
    ['application/json', json],
    ['*/*', json],
  ])('%s is answered with %s', async (accept, contentType) => {
    const response = await post({ query }, { accept });
    expect(response.headers.get('content-type')).toBe(contentType);
    await response.text();
  });
});

describe('a quiet stream', () => {
  it('says a comment every twelve seconds, and nothing else', async () => {
    const leaving = new AbortController();
    const response = await post({ query: endless }, { signal: leaving.signal });
    const text = await readUntil(response, (read) => parseEvents(read).comments === 2);
    expect(text).toBe(':\n\n:\n\n');
    leaving.abort();
  });
});

/** A stream that is left unread: fetch would take in whatever comes. */
async function postUnread(text: string, authorization: string): Promise<IncomingMessage> {
  const headers = { authorization, accept: 'text/event-stream', 'content-type': 'application/json' };
  const asking = request(`${graph.url}/graphql`, { method: 'POST', headers });
  asking.end(JSON.stringify({ query: text }));
  const [response] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(asking, 'response'));
  return response;
}

describe('a client that reads nothing', () => {
  it('is dropped when it is too far behind, and costs the others nothing', async () => {
    await vi.waitFor(() => expect(graph.rooms.open).toBe(0));
    const authorization = await graph.authorization('ann');
    const shared = 'subscription { roomEvents(roomId: "r1", afterSeq: 0) { seq post { text } } }';
    const stalled = await postUnread(shared, authorization);
    const good = await post({ query: shared }, { authorization });
    await vi.waitFor(() => expect(graph.rooms.open).toBe(1));
    const read = countEvents(good, 1_000);
    for (let index = 0; index < 1_000; index += 1) {
      graph.rooms.post('r1', 'x'.repeat(20_000));
      if (index % 20 === 0) await sleep(5);
    }
    expect(await read).toBe(1_000);
    const end = await readText(stalled);
    expect(end).toContain('"code":"SLOW_CONSUMER"');
    expect(end.match(/event: next/g)?.length).toBeLessThan(900);
    expect(end.endsWith('event: complete\ndata:\n\n')).toBe(true);
  });
});
