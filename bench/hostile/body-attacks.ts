import { Agent, type ClientRequest, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack, Ground } from './attack.ts';

const bigBytes = 100 * 1024 * 1024;
const chunk = Buffer.alloc(64 * 1024, 'x');

const whileItLasts = async (ground: Ground, once: () => Promise<void>): Promise<void> => {
  while (performance.now() < ground.untilMs) await once();
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

/** Many connections that are opened at once, and what becomes of them is waited for only as long as the attack. */
async function crowd(ground: Ground, count: number, first: string, drip: string | null): Promise<void> {
  const { hostname, port } = new URL(ground.url);
  const sockets: Socket[] = [];
  const startMs = performance.now();
  while (performance.now() < ground.untilMs) {
    while (sockets.length < count && performance.now() < ground.untilMs) {
      const socket = connect(Number(port), hostname, () => socket.write(first));
      socket.on('error', () => undefined).on('close', () => ground.note(performance.now() - startMs, 'cut'));
      sockets.push(socket);
      if (sockets.length % 50 === 0) await sleep(5);
    }
    await sleep(250);
    if (drip !== null) for (const socket of sockets) socket.write(drip);
  }
  for (const socket of sockets) socket.removeAllListeners('close').destroy();
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
