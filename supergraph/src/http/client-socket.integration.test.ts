import { once } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Server, WebSocket, WebSocketServer } from 'ws';
import { ClientSocket } from './client-socket.ts';
import { KeepAlive } from './keep-alive.ts';

const pingEveryMs = 60;

let server: Server<typeof ClientSocket>;
let open: KeepAlive<ClientSocket>;
let url: string;
beforeEach(async () => {
  open = new KeepAlive(pingEveryMs);
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', WebSocket: ClientSocket });
  server.on('connection', (socket, { socket: stream }) => {
    open.add(socket);
    const closed = () => open.delete(socket);
    socket.listenBy({ receive: (text) => void socket.sendText(text), closed }, stream);
  });
  await once(server, 'listening');
  const address = server.address();
  url = `ws://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterEach(() => {
  open.close();
  server.clients.forEach((client) => client.terminate());
  server.close();
});

const connect = (options: { readonly autoPong?: boolean } = {}) => new WebSocket(url, options);

it('a client that answers each ping stays', async () => {
  const socket = connect();
  for (let times = 0; times < 10; times += 1) await once(socket, 'ping');
  expect(socket.readyState).toBe(WebSocket.OPEN);
});

it('a client that answers none is gone', async () => {
  const [code]: unknown[] = await once(connect({ autoPong: false }), 'close');
  expect(code).toBe(1006);
});

it('answers to what was not asked are none: they need no reading', async () => {
  const socket = connect({ autoPong: false });
  socket.once('open', () => setInterval(() => socket.pong('here'), 5).unref());
  const [code]: unknown[] = await once(socket, 'close');
  expect(code).toBe(1006);
});

it('2,500 frames from one ping to the next are taken, and whoever sends another is closed', async () => {
  open.close(); // so that no ping comes between
  const socket = connect();
  await once(socket, 'open');
  let answered = 0;
  socket.on('message', () => (answered += 1));
  for (let times = 0; times < 2_500; times += 1) socket.send('x');
  await vi.waitFor(() => expect(answered).toBe(2_500), 10_000);
  expect(socket.readyState).toBe(WebSocket.OPEN);
  socket.send('x');
  const [code, reason]: unknown[] = await once(socket, 'close');
  expect([code, String(reason)]).toEqual([1008, 'Too many messages']);
});
