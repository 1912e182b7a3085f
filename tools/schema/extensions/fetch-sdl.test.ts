import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { fetchSdl } from './fetch-sdl.ts';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function asking(listener: RequestListener, withinMs?: number): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return fetchSdl(`http://127.0.0.1:${port}/graphql`, withinMs).catch((error: unknown) =>
    String(error).replaceAll(String(port), 'PORT'),
  );
}

it('asks a subgraph for what it says of itself', async () => {
  let asked = '';
  const sdl = await asking((request, response) => {
    request.on('data', (piece) => (asked += String(piece)));
    request.on('end', () => response.end('{"data":{"_service":{"sdl":"type Query"}}}'));
  });
  expect([sdl, asked]).toEqual(['type Query', '{"query":"{ _service { sdl } }"}']);
});

const hangs: RequestListener = () => undefined;
const hangsHalfway: RequestListener = (_request, response) => void response.write('{"data":');

it.each([
  ['does not answer', hangs, 'does not answer: not within 0.05 seconds.'],
  ['stops half-way', hangsHalfway, 'does not answer: not within 0.05 seconds.'],
])('gives up who %s', async (_, listener, words) => {
  expect(await asking(listener, 50)).toBe(`ExtensionFault: http://127.0.0.1:PORT/graphql ${words}`);
});

it.each<[string, RequestListener, string]>([
  [
    'sends it elsewhere',
    (_request, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    'does not answer: unexpected redirect.',
  ],
  [
    'answers without end',
    (_request, response) => response.end('x'.repeat(1024 * 1024 + 1)),
    'more than 1048576 bytes',
  ],
  ['has no SDL', (_request, response) => response.end('{"data":{"_service":null}}'), 'is not a subgraph'],
])('refuses who %s', async (_, listener, words) => {
  expect(await asking(listener)).toContain(words);
});
