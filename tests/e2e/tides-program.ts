/**
 * A subgraph of somebody else's whose subscription is resumed and shared. It keeps what happened in `tides.log`, one
 * line each, so that it knows it after a restart.
 */
export const tidesProgram = `
import { EventEmitter, once } from 'node:events';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buildSchema, execute, parse, subscribe } from 'graphql';

const sdl = \`extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
  @link(url: "https://moim.dev/subscriptions/v1.0", import: ["@resume", "@shared"])
  @composeDirective(name: "@resume")
  @composeDirective(name: "@shared")
directive @resume on ARGUMENT_DEFINITION
directive @shared(cursor: String!, guard: String!) on FIELD_DEFINITION
type Query { tideStreams: Int! }
type Mutation { rise(count: Int!): Int! }
type Tide { seq: Int! }
type Subscription {
  tides(afterSeq: Int @resume): Tide! @shared(guard: "{ me { member { id } } }", cursor: "seq")
}\`;
const last = () => (existsSync('tides.log') ? readFileSync('tides.log', 'utf8').split('\\n').length - 1 : 0);
const changes = new EventEmitter().setMaxListeners(0);
let streams = 0;

const resolvers = {
  _service: { sdl },
  tideStreams: () => streams,
  rise({ count }) {
    appendFileSync('tides.log', 'tide\\n'.repeat(count));
    changes.emit('change');
    return last();
  },
  async *tides({ afterSeq }, signal) {
    streams += 1;
    try {
      for (let at = afterSeq ?? last(); ; ) {
        while (at < last()) yield { tides: { seq: (at += 1) } };
        await once(changes, 'change', { signal });
      }
    } finally {
      streams -= 1;
    }
  },
};

const schema = buildSchema(\`\${sdl}
directive @link(url: String!, import: [String!]) repeatable on SCHEMA
directive @composeDirective(name: String!) repeatable on SCHEMA
type _Service { sdl: String! }
extend type Query { _service: _Service! }\`);

async function answer(request, response) {
  let body = '';
  for await (const piece of request) body += piece;
  const { query, variables } = JSON.parse(body);
  const left = new AbortController();
  response.on('close', () => left.abort());
  const operation = {
    ...{ schema, document: parse(query), variableValues: variables },
    ...{ rootValue: resolvers, contextValue: left.signal },
  };
  if (!request.headers.accept?.includes('text/event-stream')) {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(await execute(operation)));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(':\\n\\n');
  for await (const result of await subscribe(operation))
    response.write(\`event: next\\ndata: \${JSON.stringify(result)}\\n\\n\`);
}

createServer((request, response) => answer(request, response).catch(() => response.destroy())).listen(
  Number(process.env.PORT),
  '127.0.0.1',
);
`;
