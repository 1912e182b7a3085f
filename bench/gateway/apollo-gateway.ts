import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { takeAccessRules } from '@moim/supergraph/access/access-rules.ts';

/**
 * Stock Apollo Gateway and Apollo Server as a program: SUPERGRAPH and PORT say the rest, and SUBGRAPH_URL_<NAME>
 * where a subgraph is not where the supergraph says.
 */
// It refuses to load rules of access, which the subgraphs keep as well.
const { sdl: supergraphSdl } = takeAccessRules(readFileSync(process.env['SUPERGRAPH'] ?? '', 'utf8'));
const urlOf = (name: string): string | null => {
  const origin = process.env[`SUBGRAPH_URL_${name.toUpperCase()}`];
  return origin === undefined ? null : `${origin}/graphql`;
};

interface Context {
  readonly authorization: string;
}

/** Hands the client's token on, as any router's subgraphs are told who asks. */
class Subgraph extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource<Context>['willSendRequest']>>[0]): void {
    if ('authorization' in context && context.authorization)
      request.http?.headers.set('authorization', String(context.authorization));
  }
}

const gateway = new ApolloGateway({
  supergraphSdl,
  buildService: ({ name, url }) => new Subgraph({ url: urlOf(name) ?? url ?? '' }),
});
const server = new ApolloServer<Context>({ gateway, introspection: false });
await server.start();

createServer((request, response) => {
  if (request.url === '/readyz') return void response.end('ready');
  void answer(request).then(({ status, body }) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(body);
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');

async function answer(request: IncomingMessage): Promise<{ status: number; body: string }> {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
  const body: unknown = JSON.parse(await text(request));
  const { status = 200, body: answered } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body },
    context: () => Promise.resolve({ authorization: request.headers.authorization ?? '' }),
  });
  if (answered.kind === 'chunked') throw new Error('nobody asked for chunks');
  return { status, body: answered.string };
}
