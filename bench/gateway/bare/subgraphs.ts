import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { execute, parse } from 'graphql';
import { federation1Users, schemas, subgraphNames } from './catalogue.ts';

/**
 * The three subgraphs as one program, each at `/<name>`, and the users once more at `/v1/users` for Federation 1: bare HTTP that computes each answer once and then
 * gives it again for the same bytes, so that next to nothing is measured but the gateway. PORT says where.
 */
const answers = new Map<string, Buffer>();
const byPath = new Map(subgraphNames.map((name) => [`/${name}`, schemas[name]])).set(
  '/v1/users',
  federation1Users,
);

createServer((request, response) => {
  if (request.url === '/readyz') return void response.end('ready');
  void answer(request).then((body) => {
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length) })
      .end(body);
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');

async function answer(request: IncomingMessage): Promise<Buffer> {
  const asked = await text(request);
  const key = `${request.url ?? ''} ${asked}`;
  const body = answers.get(key) ?? (await compute(request.url ?? '', asked));
  answers.set(key, body);
  return body;
}

async function compute(path: string, asked: string): Promise<Buffer> {
  const schema = byPath.get(path);
  const request: unknown = JSON.parse(asked);
  if (!schema || !isRequest(request)) return Buffer.from('{"errors":[{"message":"this is no question"}]}');
  const { query, variables } = request;
  const result = await execute({ schema, document: parse(query), variableValues: variables ?? {} });
  return Buffer.from(JSON.stringify(result));
}

const isRequest = (
  value: unknown,
): value is { readonly query: string; readonly variables?: Record<string, unknown> | null } =>
  typeof value === 'object' && value !== null && 'query' in value && typeof value.query === 'string';
