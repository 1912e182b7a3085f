import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoPassword } from '@moim/app/demo/people.ts';
import type { CleanClone } from './clean-clone.ts';

export interface Start {
  /** Milliseconds from the command to the served page. */
  readonly readyMs: number;
  /** Resident bytes of the Node process, after the page, a log-in and a federated query. */
  readonly nodeBytes: number;
  /** Proportional share of bytes of all PostgreSQL processes. */
  readonly postgresBytes: number;
  /** Milliseconds from Ctrl-C to the end. */
  readonly stopMs: number;
  /** Whether neither a process nor its pid file was left. */
  readonly isClean: boolean;
}

/** `npm start`, a first visit, Ctrl-C. */
export async function measureStart({ run, checkout }: CleanClone, port: number): Promise<Start> {
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const child = spawn('npm', ['start'], { ...run, env: { ...run.env, PORT: String(port) } });
  const exited = once(child, 'exit');
  await printed(child, 'Ready after');
  await loadPage(url);
  const readyMs = performance.now() - startedAt;
  await useOnce(url);
  await sleep(2_000);
  const [node = 0] = childrenOf(child.pid ?? 0);
  const postgres = childrenOf(node).flatMap((pid) => [pid, ...childrenOf(pid)]);
  const memory = { nodeBytes: bytes(node, 'status', 'VmRSS'), postgresBytes: sum(postgres.map(shareOf)) };
  const stopAt = performance.now();
  process.kill(node, 'SIGINT');
  await exited;
  const stopMs = performance.now() - stopAt;
  const isClean = ![node, ...postgres].some(isAlive) && !existsSync(pidFile(checkout));
  return { readyMs, ...memory, stopMs, isClean };
}

const pidFile = (checkout: string) => join(checkout, '.moim', 'postgres', 'cluster', 'postmaster.pid');

async function printed(child: ChildProcess, text: string): Promise<void> {
  let output = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      output += String(chunk);
      if (output.includes(text)) resolve();
    });
  child.once('exit', () => reject(new Error(`npm start ended: ${output}`)));
  await promise;
}

/** The page with everything that it names. */
async function loadPage(url: string): Promise<void> {
  const html = await (await fetch(url)).text();
  const assets = [...html.matchAll(/(?:href|src)="(\/[^"]+)"|import\("(\/[^"]+)"\)/g)];
  if (assets.length === 0) throw new Error('the page names no assets: was the web app built?');
  await Promise.all(
    assets.map(async ([, first, second]) => {
      const response = await fetch(new URL(first ?? second ?? '', url));
      if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
      await response.arrayBuffer();
    }),
  );
}

const query = `{ me { member { name } chatRooms { edges { node { title unread lastMessage { sender { name } } } } } } }`;

async function useOnce(url: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const credentials = JSON.stringify({ handle: 'minji', password: demoPassword, client: 'api' });
  const logIn = await fetch(`${url}/auth/log-in`, { method: 'POST', headers, body: credentials });
  const accessToken = field(await logIn.json(), 'accessToken');
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${String(accessToken)}` },
    body: JSON.stringify({ query }),
  });
  const reply: unknown = await answer.json();
  if (!field(reply, 'data') || field(reply, 'errors'))
    throw new Error(`the first query failed: ${JSON.stringify(reply)}`);
}

const field = (json: unknown, name: string): unknown =>
  typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined;

function childrenOf(pid: number): number[] {
  const tasks = join('/proc', String(pid), 'task');
  return readdirSync(tasks).flatMap((task) =>
    readFileSync(join(tasks, task, 'children'), 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
}

/** A line of /proc, which counts in kB. */
function bytes(pid: number, file: string, field: string): number {
  const text = readFileSync(join('/proc', String(pid), file), 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) * 1_024;
}

const shareOf = (pid: number): number => bytes(pid, 'smaps_rollup', 'Pss');
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const isAlive = (pid: number): boolean => existsSync(join('/proc', String(pid), 'cwd'));
