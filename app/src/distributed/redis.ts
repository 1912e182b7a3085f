import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { Daemon } from './daemon.ts';
import { findProgram } from './find-program.ts';

export interface OpenRedisOptions {
  /** Null: a server is started. */
  readonly url: string | null;
  /** Receives its append-only file. */
  readonly folder: string;
  readonly onLine: (line: string) => void;
  readonly tell: (sentence: string) => void;
}

export interface InstallationRedis {
  readonly url: string;
  /** Null: it is somebody else's. */
  readonly daemon: Daemon | null;
}

const answerWithinMs = 10_000;

/**
 * The Redis of this installation: the one that is named, else a `redis-server` of our own on a
 * private port. It keeps what it is told (every second) and refuses writes when full: an evicted
 * event would be a lost wake-up.
 *
 * @throws {StartupError} when there is neither, with what to do
 */
export async function openRedis({ url, folder, onLine, tell }: OpenRedisOptions): Promise<InstallationRedis> {
  if (url !== null) return { url, daemon: null };
  const file = findProgram('redis-server');
  if (file === null)
    throw new StartupError(
      'Several processes need Redis: install redis-server (Debian: apt-get install redis-server), or name one in REDIS_URL.',
    );
  mkdirSync(folder, { recursive: true });
  const port = await findFreePort();
  const daemon = new Daemon({
    ...{ name: 'redis', file, onLine, tell, stopSignal: 'SIGTERM' },
    args: redisArguments(port, folder),
  });
  if (!(await answers(port))) {
    daemon.kill();
    throw new StartupError(`redis-server does not answer: ${folder} and logs/redis.log say why.`);
  }
  return { url: `redis://127.0.0.1:${port}`, daemon };
}

function redisArguments(port: number, folder: string): string[] {
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    appendonly: 'yes',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
    save: '',
    daemonize: 'no',
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}

async function answers(port: number): Promise<boolean> {
  const deadline = performance.now() + answerWithinMs;
  while (performance.now() < deadline) {
    if (await pings(port)) return true;
    await delay(50);
  }
  return false;
}

/** It accepts before it has read its file; only then it says PONG. */
function pings(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
  socket.setTimeout(1_000, () => socket.destroy());
  socket.once('error', () => resolve(false)).once('close', () => resolve(false));
  socket.once('data', (data) => {
    resolve(data.toString().startsWith('+PONG'));
    socket.destroy();
  });
  return promise;
}
