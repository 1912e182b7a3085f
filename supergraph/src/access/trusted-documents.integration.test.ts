import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Fixture, startFixture } from '../testing/fixture.ts';
import type { AdhocPolicy } from './trusted-documents.ts';

const idOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const person = 'query Person($id: ID!) { person(id: $id) { name } }';
const broken = '{ nobodyHasThisField }';
const documents = new Map([person, broken].map((text) => [idOf(text), text]));
const unknown = idOf('{ __typename }');

interface Asked {
  readonly query?: string;
  readonly documentId?: string;
  readonly variables?: object;
}
type Transport = (url: string, asked: Asked, authorization: string | null) => Promise<string>;

const headersOf = (authorization: string | null) => ({ ...(authorization && { authorization }) });
const json = { 'content-type': 'application/json' };

const transports: Record<string, Transport> = {
  'HTTP POST': async (url, asked, authorization) => {
    const headers = { ...json, ...headersOf(authorization) };
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(asked) });
    return answer.text();
  },
  'HTTP GET': async (url, { variables, ...asked }, authorization) => {
    const parameters = new URLSearchParams(Object.entries(asked));
    if (variables) parameters.set('variables', JSON.stringify(variables));
    const headers = { 'apollo-require-preflight': '1', ...headersOf(authorization) };
    return (await fetch(`${url}/graphql?${parameters}`, { headers })).text();
  },
  SSE: async (url, asked, authorization) => {
    const headers = { ...json, accept: 'text/event-stream', ...headersOf(authorization) };
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(asked) });
    return answer.text();
  },
  WebSocket: async (url, asked, authorization) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    const send = (message: object) => socket.send(JSON.stringify(message));
    send({ type: 'connection_init', payload: headersOf(authorization) });
    await once(socket, 'message');
    send({ type: 'subscribe', id: '1', payload: { query: '', ...asked } });
    const [answer]: unknown[] = await once(socket, 'message');
    socket.terminate();
    return String(answer);
  },
};

describe.each(Object.entries(transports))('over %s', (_, ask) => {
  const graphs = new Map<AdhocPolicy, Fixture>();
  beforeAll(async () => {
    for (const adhoc of ['all', 'authenticated', 'none'] as const)
      graphs.set(adhoc, await startFixture('in-process', { documents, adhoc }));
  });
  afterAll(async () => {
    for (const graph of graphs.values()) await graph.close();
  });
  function graphOf(adhoc: AdhocPolicy): Fixture {
    const graph = graphs.get(adhoc);
    if (!graph) throw new Error(`${adhoc} was not started`);
    return graph;
  }
  const asAnybody = (asked: Asked) => ask(graphOf('none').url, asked, null);

  it('a known document is run by its identifier alone, for anybody', async () => {
    expect(await asAnybody({ documentId: idOf(person), variables: { id: 'ann' } })).toContain(
      '{"person":{"name":"ANN"}}',
    );
  });

  it('and by its text', async () => {
    expect(await asAnybody({ query: person, variables: { id: 'ann' } })).toContain(
      '{"person":{"name":"ANN"}}',
    );
  });

  it.each([
    ['that is not known', unknown],
    ['in capitals', idOf(person).toUpperCase()],
    ['without its prefix', idOf(person).slice('sha256:'.length)],
    ['of another kind', idOf(person).replace('sha256', 'x-mine')],
  ])('an identifier %s is refused', async (_, documentId) => {
    const text = await asAnybody({ documentId });
    expect(text).toContain('"code":"UNKNOWN_DOCUMENT"');
    expect(text).not.toContain('"data"');
  });

  it('an identifier beside a text is refused', async () => {
    expect(await asAnybody({ documentId: idOf(person), query: person })).toContain('not both');
  });

  it('a known document that does not fit the schema is a fault like any', async () => {
    expect(await asAnybody({ documentId: idOf(broken) })).toContain('BAD_USER_INPUT');
  });

  /** Not even GraphQL: whoever may not send it never learns. */
  const nonsense = { query: '}{' };
  const syntax = 'BAD_USER_INPUT';
  it.each<[AdhocPolicy, string, string]>([
    ['all', syntax, syntax],
    ['authenticated', 'UNAUTHENTICATED', syntax],
    ['none', 'FORBIDDEN', 'FORBIDDEN'],
  ])(
    'with ADHOC_OPERATIONS=%s other texts of nobody are %s, of a member %s',
    async (adhoc, nobody, member) => {
      const graph = graphOf(adhoc);
      expect(await ask(graph.url, nonsense, null)).toContain(`"code":"${nobody}"`);
      expect(await ask(graph.url, nonsense, await graph.authorization('ann'))).toContain(
        `"code":"${member}"`,
      );
    },
  );
});
