import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ExecutionResult } from 'graphql';
import { openUpstreamEvents } from './upstream-events.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable.ts';

const operation = {
  ...{ query: 'subscription { ticks }', variables: { a: 1 } },
  identity: { viewer: null, isService: false, requestId: 'r1' },
};
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function subscribeTo(listener: RequestListener, silenceMs = 30_000) {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const upstream = openUpstreamEvents({
    ...{ name: 'ticker', url: `http://127.0.0.1:${port}/graphql?v=1`, connectMs: 1_000, answerMs: 1_000 },
    ...{ headers: async () => ({ authorization: 'Bearer t' }), silenceMs },
  });
  return { upstream, stream: upstream.subscribe(operation) };
}

const streaming =
  (text: string, isEnded = true): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).write(text);
    if (isEnded) response.end();
  };

async function outcomeOf(stream: AsyncIterable<ExecutionResult>) {
  const results: ExecutionResult[] = [];
  try {
    for await (const result of stream) results.push(result);
    return { results, end: 'complete' };
  } catch (error) {
    if (!(error instanceof SubgraphUnavailableError)) throw error;
    return { results, end: error.wasOpen ? 'lost' : 'not there' };
  }
}

const tick = (count: number) => `event: next\ndata: {"data":{"ticks":${count}}}\n\n`;
const one = { data: { ticks: 1 } };

describe('a subscription over server-sent events', () => {
  it('is one POST that says who asks', async () => {
    let request: IncomingMessage | undefined;
    let body = '';
    const { stream } = await subscribeTo((incoming, response) => {
      request = incoming;
      incoming.on('data', (piece) => (body += String(piece)));
      incoming.on('end', () => streaming('event: complete\n\n')(incoming, response));
    });
    await outcomeOf(stream);
    expect({ method: request?.method, url: request?.url, headers: request?.headers }).toMatchObject({
      ...{ method: 'POST', url: '/graphql?v=1' },
      headers: { accept: 'text/event-stream', authorization: 'Bearer t' },
    });
    expect(JSON.parse(body)).toEqual({ query: operation.query, variables: { a: 1 } });
  });

  const refusal = '{"errors":[{"message":"No.","extensions":{"code":"FORBIDDEN"}}]}';
  const answering =
    (status: number, type: string, body: string): RequestListener =>
    (_request, response) =>
      response.writeHead(status, { 'content-type': type }).end(body);

  it.each<[string, RequestListener, Awaited<ReturnType<typeof outcomeOf>>]>([
    [
      'events and an end',
      streaming(`${tick(1)}:\n\n${tick(2)}event: complete\n\n`),
      { results: [one, { data: { ticks: 2 } }], end: 'complete' },
    ],
    ['events without an end', streaming(tick(1)), { results: [one], end: 'lost' }],
    [
      'an event that is no JSON',
      streaming(`${tick(1)}event: next\ndata: {\n\n`),
      { results: [one], end: 'lost' },
    ],
    ['nothing at all', streaming(''), { results: [], end: 'lost' }],
    ['a page of a proxy', answering(502, 'text/html', '<h1>502</h1>'), { results: [], end: 'not there' }],
    [
      'an answer to a query',
      answering(200, 'application/json', '{"data":{"ticks":1}}'),
      { results: [], end: 'not there' },
    ],
    [
      'a stream that is an error',
      answering(500, 'text/event-stream', tick(1)),
      { results: [], end: 'not there' },
    ],
  ])('that brings %s', async (_, listener, outcome) => {
    const { stream } = await subscribeTo(listener);
    expect(await outcomeOf(stream)).toEqual(outcome);
  });

  it('that is refused ends with the refusal', async () => {
    const { stream } = await subscribeTo(answering(403, 'application/json', refusal));
    const { results, end } = await outcomeOf(stream);
    expect([JSON.stringify(results), end]).toEqual([`[${refusal}]`, 'complete']);
  });

  it('is lost when its server, which used to say that it lives, falls silent', async () => {
    const { stream } = await subscribeTo(streaming(`:\n\n${tick(1)}`, false), 50);
    expect(await outcomeOf(stream)).toEqual({ results: [one], end: 'lost' });
  });

  it('goes on in silence where the server never said that it lives', async () => {
    let say = (_text: string): void => undefined;
    const { stream } = await subscribeTo((_request, response) => {
      streaming(tick(1), false)(_request, response);
      say = (text) => response.end(text);
    }, 20);
    await stream.next();
    const waiting = outcomeOf(stream);
    await new Promise((resolve) => setTimeout(resolve, 80));
    say(`${tick(2)}event: complete\n\n`);
    expect(await waiting).toEqual({ results: [{ data: { ticks: 2 } }], end: 'complete' });
  });

  it('closes the connection when its reader leaves, also between two events', async () => {
    const closed = vi.fn();
    const { stream } = await subscribeTo((request, response) => {
      request.on('close', closed);
      response.on('close', closed);
      streaming(tick(1), false)(request, response);
    });
    await stream.next();
    await stream.return();
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('is lost when the connection to the subgraph is given up', async () => {
    const { upstream, stream } = await subscribeTo(streaming(tick(1), false));
    await stream.next();
    const waiting = outcomeOf(stream);
    await upstream.close();
    expect(await waiting).toEqual({ results: [], end: 'lost' });
  });
});
