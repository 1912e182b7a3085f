import { once } from 'node:events';
import { GraphQLSchema } from 'graphql';
import { makeServer } from 'graphql-ws';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type SocketExtra, serveSocket } from './serve-socket.ts';

const pingEveryMs = 20;

let server: WebSocketServer;
let url: string;
beforeEach(async () => {
  const protocol = makeServer<undefined, SocketExtra>({
    schema: new GraphQLSchema({}),
    connectionInitWaitTimeout: 0,
  });
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'graphql-transport-ws' });
  server.on('connection', (socket) => serveSocket(protocol, { socket, address: '' }, pingEveryMs));
  await once(server, 'listening');
  const address = server.address();
  url = `ws://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterEach(() => {
  server.clients.forEach((client) => client.terminate());
  server.close();
});

const open = (options: { readonly autoPong?: boolean } = {}) =>
  new WebSocket(url, 'graphql-transport-ws', options);

it('a client that answers each ping stays', async () => {
  const socket = open();
  for (let times = 0; times < 10; times += 1) await once(socket, 'ping');
  expect(socket.readyState).toBe(WebSocket.OPEN);
});

it('a client that answers none is gone', async () => {
  const [code]: unknown[] = await once(open({ autoPong: false }), 'close');
  expect(code).toBe(1006);
});

it('answers to what was not asked are none: they need no reading', async () => {
  const socket = open({ autoPong: false });
  socket.once('open', () => setInterval(() => socket.pong('here'), 5).unref());
  const [code]: unknown[] = await once(socket, 'close');
  expect(code).toBe(1006);
});
