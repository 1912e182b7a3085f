import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { createExtensionTokenSigner } from '@moim/kit/auth/extension-token.ts';
import { generateInternalKeyPair } from '@moim/kit/auth/internal-keys.ts';
import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { EventTooLargeError } from '../execution/event-too-large.ts';
import { SubgraphUnavailableError } from '../execution/subgraph-unavailable.ts';
import { members } from '../testing/members.ts';
import { silentLog } from '../testing/fixture.ts';
import { connectExtension } from './connect-extension.ts';
import { defaultMaxEventBytes } from './event-bytes.ts';

const ann: OperationIdentity = {
  viewer: { memberId: members.ann, sessionId: members.bob, roles: ['MEMBER'], membershipVersion: 7 },
  ...{ isService: false, requestId: 'r1', clientAddress: '192.0.2.7', reads: 'primary' },
};
const tokens = await createExtensionTokenSigner(generateInternalKeyPair().privateKey, 'moim');

const lettersAsked = z.object({ variables: z.object({ bytes: z.number() }) });

let server: Server;
let connection: SubgraphConnection;
const presented: { readonly headers: IncomingHttpHeaders }[] = [];
const greeted: (Record<string, unknown> | undefined)[] = [];
const asked: Record<string, unknown>[] = [];
let answer: string;
let url: string;
const addedAt = '2026-11-29T00:00:00Z';

async function sendLetter(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { variables } = lettersAsked.parse(await json(request));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const data = { letter: 'x'.repeat(variables.bytes) };
  response.end(`event: next\ndata: ${JSON.stringify({ data })}\n\nevent: complete\ndata:\n\n`);
}

/** Somebody else's server: of what it is told we look at everything. */
beforeEach(async () => {
  for (const list of [presented, greeted, asked]) list.length = 0;
  answer = '{"data":{"hello":"hi"}}';
  server = createServer((request, response) => {
    presented.push({ headers: request.headers });
    if (request.headers.accept === 'text/event-stream') {
      void sendLetter(request, response);
      return;
    }
    response.setHeader('content-type', 'application/json').end(answer);
  });
  const schema = buildSchema(
    'type Query { hello: String } type Subscription { ticks: Int letter(bytes: Int!): String }',
  );
  useServer(
    {
      schema,
      roots: {
        subscription: {
          ticks: async function* () {
            yield await Promise.resolve({ ticks: 1 });
          },
          letter: async function* ({ bytes }: { bytes: number }) {
            yield await Promise.resolve({ letter: 'x'.repeat(bytes) });
          },
        },
      },
      onConnect: ({ connectionParams }) => void greeted.push(connectionParams),
      onSubscribe: (_context, _id, { extensions }) => void asked.push(extensions ?? {}),
    },
    new WebSocketServer({ server, path: '/graphql' }),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/graphql`;
  connection = connectExtension(
    { name: 'weather', url, streams: 'socket', addedAt },
    { tokens, log: silentLog },
  );
});
afterEach(async () => {
  await connection.close();
  server.closeAllConnections();
  server.close();
});

async function claimsIn(authorization: unknown, audience = 'weather') {
  const token = String(authorization).replace(/^Bearer /, '');
  const { payload } = await jwtVerify(token, createLocalJWKSet(tokens.keys), { audience, issuer: 'moim' });
  const { iat: _iat, exp: _exp, iss: _iss, aud: _aud, ...said } = payload;
  return said;
}

describe('what an extension is told', () => {
  it('is who asks, in a token for it alone, and nothing of the client', async () => {
    const authorization = 'Bearer of-the-client';
    const result = await connection.execute({
      query: '{ hello }',
      variables: {},
      identity: ann,
      authorization,
    });
    expect(result).toEqual({ data: { hello: 'hi' } });
    const { authorization: ours, ...headers } = presented[0]?.headers ?? {};
    expect(await claimsIn(ours)).toEqual({ sub: members.ann, roles: ['MEMBER'] });
    await expect(claimsIn(ours, 'tides')).rejects.toThrow('aud');
    expect(Object.keys(headers).toSorted()).toEqual([
      ...['accept', 'connection', 'content-length', 'content-type', 'host', 'x-request-id'],
    ]);
  });

  it('is for each stream who asks, over a socket that is the supergraph’s own', async () => {
    const follow = async (identity: OperationIdentity) => {
      const stream = connection.subscribe({ query: 'subscription { ticks }', variables: {}, identity });
      expect((await stream.next()).value).toEqual({ data: { ticks: 1 } });
      await stream.return();
    };
    await follow(ann);
    await follow({ viewer: null, isService: true, requestId: 'r2' });
    expect(greeted).toEqual([{ authorization: expect.stringMatching(/^Bearer /) }]);
    expect(await claimsIn(greeted[0]?.['authorization'])).toEqual({ service: true });
    expect(asked.map((extensions) => Object.keys(extensions))).toEqual([
      ['requestId', 'authorization'],
      ['requestId', 'authorization'],
    ]);
    const claims = asked.map(({ authorization }) => claimsIn(authorization));
    expect(await Promise.all(claims)).toEqual([{ sub: members.ann, roles: ['MEMBER'] }, { service: true }]);
  });

  it('is nothing when it is asked for a page', async () => {
    const page = await connection.fetch(new Request('http://x/weather/'), {
      identity: ann,
      clientAddress: '',
    });
    expect(page.status).toBe(404);
    expect(presented).toEqual([]);
  });
});

describe('an answer of an extension', () => {
  it('that is larger than any of ours is none', async () => {
    const asking = () => connection.execute({ query: '{ hello }', variables: {}, identity: ann });
    answer = JSON.stringify({ data: { hello: 'x'.repeat(8 * 1024 * 1024) } });
    await expect(asking()).rejects.toBeInstanceOf(SubgraphUnavailableError);
    answer = '{"data":{"hello":"hi"}}';
    expect(await asking()).toEqual({ data: { hello: 'hi' } });
  });

  const letter = (bytes: number) =>
    connection.subscribe({
      query: 'subscription ($bytes: Int!) { letter(bytes: $bytes) }',
      variables: { bytes },
      identity: ann,
    });

  it.each(['socket', 'events'] as const)('over %s that is one event of 1 MB at most', async (streams) => {
    await connection.close();
    connection = connectExtension({ name: 'weather', url, streams, addedAt }, { tokens, log: silentLog });
    const small = letter(defaultMaxEventBytes - 1_000);
    expect((await small.next()).value).toMatchObject({ data: { letter: expect.stringMatching(/^x+$/) } });
    const large = letter(2 * defaultMaxEventBytes);
    await expect(large.next()).rejects.toBeInstanceOf(EventTooLargeError);
    // Over a socket it ended all streams; whoever comes while that one closes comes again.
    await vi.waitFor(async () =>
      expect((await letter(10).next()).value).toEqual({ data: { letter: 'xxxxxxxxxx' } }),
    );
  });
});
