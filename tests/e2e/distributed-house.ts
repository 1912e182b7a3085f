import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm run start:distributed` in a folder of its own. */
export interface DistributedHouse {
  readonly url: string;
  /** What it has printed so far. */
  output(): string;
  /** Resolves when it has printed this. */
  said(text: string): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Its exit code after SIGTERM; null when it had to be killed. */
  stop(): Promise<number | null>;
}

/** @param replicas - as on the command line, e.g. `messaging=2,supergraph=2` */
export async function startDistributedHouse(
  replicas: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<DistributedHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'moim-distributed-'));
  chmodSync(folder, 0o755);
  const port = await findFreePort();
  const child = spawn(process.execPath, ['app/start.mjs', 'distributed', '--replicas', replicas], {
    cwd: root,
    env: {
      ...{ PATH: process.env['PATH'], HOME: process.env['HOME'] },
      ...{ MOIM_DATA: folder, MOIM_DEMO: '0', MOIM_BUILDS_WEB: '0', PORT: String(port) },
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const house: DistributedHouse = {
    url: `http://127.0.0.1:${port}`,
    output: () => text,
    said: async (wanted) => {
      while (!text.includes(wanted)) {
        if (child.exitCode !== null) throw new Error(`it ended before it said "${wanted}":\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    signal: (signal) => void child.kill(signal),
    stop: async () => {
      const code = await stop(child);
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
  await house.said('Ready after').catch(async (error: unknown) => {
    await house.stop();
    throw error;
  });
  return house;
}

async function stop(child: ChildProcess): Promise<number | null> {
  const hard = setTimeout(() => child.kill('SIGKILL'), 28_000);
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
  clearTimeout(hard);
  return child.exitCode;
}
