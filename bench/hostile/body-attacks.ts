import { Agent, type ClientRequest, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack, Ground } from './attack.ts';

/** Between two bodies of one attack. */
const pauseMs = 20;
const bigBytes = 100 * 1024 * 1024;
const chunk = Buffer.alloc(64 * 1024, 'x');

const whileItLasts = async (ground: Ground, once: () => Promise<void>): Promise<void> => {
  while (performance.now() < ground.untilMs) {
    await once();
    await sleep(pauseMs);
  }
};

function post({ url, authorization }: Ground, headers: Record<string, number>, agent: Agent): ClientRequest {
  return request(`${url}/graphql`, {
    ...{ method: 'POST', agent },
    headers: { 'content-type': 'application/json', authorization, ...headers },
  });
}

/** As much of 100 MB as is taken, until there is an answer or the connection is cut. */
function sendBig(ground: Ground, headers: Record<string, number>): Promise<void> {
  const startMs = performance.now();
  const agent = new Agent();
  const sending = post(ground, headers, agent);
  return new Promise((resolve) => {
    let sentBytes = 0;
    const end = (outcome: string) => {
      ground.note(performance.now() - startMs, outcome);
      sending.destroy();
      resolve();
    };
    const write = () => {
      while (sentBytes < bigBytes && !sending.destroyed) {
        sentBytes += chunk.length;
        if (!sending.write(chunk)) return void sending.once('drain', write);
      }
    };
    sending.once('response', ({ statusCode }) => end(`answered ${statusCode}`));
    sending.once('error', () => resolve());
    write();
  });
}

/** Many connections that are opened and held as long as the attack lasts. Those that are cut before are noted. */
async function crowd(ground: Ground, count: number, first: string, drip: string | null): Promise<void> {
  const sockets: Socket[] = [];
  while (performance.now() < ground.untilMs) {
    while (sockets.length < count && performance.now() < ground.untilMs) {
      sockets.push(hold(ground, first));
      if (sockets.length % 20 === 0) await sleep(5);
    }
    await sleep(250);
    if (drip !== null) for (const socket of sockets) socket.write(drip);
  }
  for (const socket of sockets) socket.removeAllListeners('close').destroy();
}

function hold({ url, note }: Ground, first: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  socket.once('connect', () => {
    const startMs = performance.now();
    socket.once('close', () => note(performance.now() - startMs, 'cut'));
    socket.write(first);
  });
  return socket;
}

const head = ({ authorization }: Ground, length: number): string =>
  [
    'POST /graphql HTTP/1.1',
    'host: localhost',
    `authorization: ${authorization}`,
    'content-type: application/json',
    `content-length: ${length}`,
  ].join('\r\n') + '\r\n\r\n';

export const bodyAttacks: readonly Attack[] = [
  {
    name: 'bodies of 100 MB that say so',
    run: (ground) => whileItLasts(ground, () => sendBig(ground, { 'content-length': bigBytes })),
  },
  {
    name: 'bodies of 100 MB that do not say so',
    run: (ground) => whileItLasts(ground, () => sendBig(ground, {})),
  },
  { name: '2,000 connections that say nothing', run: (ground) => crowd(ground, 2_000, '', null) },
  {
    name: '1,000 heads, a byte at a time',
    run: (ground) => crowd(ground, 1_000, 'POST /graphql HTTP/1.1\r\nhost: x\r\nx-y: ', 'z'),
  },
  {
    name: '1,000 bodies, a byte at a time',
    run: (ground) => crowd(ground, 1_000, `${head(ground, 50_000)}{"query":"`, 'z'),
  },
];
