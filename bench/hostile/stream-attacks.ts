import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { getIntrospectionQuery } from 'graphql';
import { openRawSocket, type RawSocket } from '../../tests/conformance/raw-socket.ts';
import type { Attack, Ground } from './attack.ts';

/** Between two sockets of one attack. */
const pauseMs = 20;
const subscription = 'subscription { inboxChanged { seq } }';

async function open({ url, authorization }: Ground): Promise<RawSocket> {
  const socket = await openRawSocket(url);
  socket.socket.on('error', () => undefined);
  await socket.init({ authorization });
  return socket;
}

/** Again and again: sends until the socket is closed. */
async function untilClosed(ground: Ground, send: (socket: RawSocket) => unknown): Promise<void> {
  while (performance.now() < ground.untilMs) {
    const socket = await open(ground);
    socket.socket.removeAllListeners('message'); // to read the answers would take longer than to be closed
    const startMs = performance.now();
    const timeUp = sleep(Math.max(0, ground.untilMs - startMs), null);
    await send(socket);
    const code = await Promise.race([socket.closed, timeUp]);
    if (code !== null) ground.note(performance.now() - startMs, `closed ${code}`);
    socket.socket.terminate();
    await sleep(pauseMs);
  }
}

/** A head of a frame of 100 MB, and then as much of it as is taken. */
async function bigFrame(ground: Ground): Promise<void> {
  const { hostname, port } = new URL(ground.url);
  while (performance.now() < ground.untilMs) {
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    socket.write(upgrade);
    await new Promise((resolve) => socket.once('data', resolve).once('close', resolve));
    const startMs = performance.now();
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const told = new Promise<void>((resolve) => socket.once('data', () => resolve()));
    socket.write(bigHead);
    for (let sent = 0; sent < 64 && !socket.destroyed; sent += 1) socket.write(filler);
    await Promise.race([told, closed, sleep(Math.max(0, ground.untilMs - performance.now()))]);
    ground.note(performance.now() - startMs, 'closed 1009');
    socket.destroy();
    await sleep(pauseMs);
  }
}

const filler = Buffer.alloc(64 * 1024);
const bigHead = Buffer.alloc(14);
bigHead.writeUInt8(0x81, 0);
bigHead.writeUInt8(0x80 | 127, 1);
bigHead.writeBigUInt64BE(BigInt(100 * 1024 * 1024), 2);
const upgrade = [
  'GET /graphql HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: graphql-transport-ws',
  '\r\n',
].join('\r\n');

const schemaQuery = getIntrospectionQuery();

/** Sockets that ask for the whole schema, time and again, and read nothing. */
async function stalledSockets(ground: Ground): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: 50 }, () => open(ground)));
  for (const [index, { socket, closed }] of sockets.entries()) {
    socket.pause();
    void closed.then((code) => ground.note(performance.now() - startedAtMs, `closed ${code}`));
    if (index % 10 === 0) await sleep(20);
  }
  const startedAtMs = performance.now();
  while (performance.now() < ground.untilMs) {
    for (const socket of sockets)
      if (socket.socket.readyState === 1) socket.subscribe(randomUUID(), schemaQuery);
    await sleep(100);
  }
  for (const { socket } of sockets) socket.removeAllListeners('close').terminate();
}

/** The same over HTTP: an answer or a stream that is asked for and not read. */
async function stalledReaders(ground: Ground, accept: string, query: string): Promise<void> {
  const { hostname, port } = new URL(ground.url);
  const body = JSON.stringify({ query });
  const asked = [
    'POST /graphql HTTP/1.1',
    'host: localhost',
    `accept: ${accept}`,
    `authorization: ${ground.authorization}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ].join('\r\n');
  const sockets: Socket[] = [];
  while (performance.now() < ground.untilMs) {
    if (sockets.length < 200) {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      socket.pause().write(`${asked}\r\n\r\n${body}`);
      sockets.push(socket);
    }
    await sleep(10);
  }
  for (const socket of sockets) socket.destroy();
}

export const streamAttacks: readonly Attack[] = [
  {
    name: '20,000 subscriptions on one socket',
    run: (ground) =>
      untilClosed(ground, async (raw) => {
        for (let id = 0; id < 20_000 && raw.socket.readyState === 1; id += 1) {
          raw.subscribe(String(id), subscription);
          if (id % 500 === 0) await sleep(1); // else it would not see that it was closed
        }
      }),
  },
  { name: 'WebSocket frames of 100 MB', run: bigFrame },
  {
    name: '20,000 pings on one socket',
    run: (ground) =>
      untilClosed(ground, async (raw) => {
        for (let sent = 0; sent < 20_000 && raw.socket.readyState === 1; sent += 1) {
          raw.send({ type: 'ping', payload: { authorization: `Bearer ${sent}` } });
          if (sent % 500 === 0) await sleep(1);
        }
      }),
  },
  { name: '50 sockets that ask for the schema and do not read it', run: stalledSockets },
  {
    name: '200 answers of the schema that are not read',
    run: (ground) => stalledReaders(ground, 'application/json', schemaQuery),
  },
  {
    name: '200 event streams that are not read',
    run: (ground) => stalledReaders(ground, 'text/event-stream', schemaQuery),
  },
];
