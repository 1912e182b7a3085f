import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { signUp } from '../../tests/e2e/person.ts';
import { startStack } from '../../tests/e2e/stack.ts';
import type { InsideReading } from './inside.ts';

/** The whole product in one process, alone on the first processor; its database is on the other, with the clients. */
export interface Product {
  readonly url: string;
  /** Of a member whom nobody has seen yet: `Bearer …`. */
  authorization(): Promise<string>;
  /** Forgets what has been measured. */
  begin(): Promise<void>;
  /** Milliseconds since then, the longest delay of its loop. */
  lagMs(): Promise<number>;
  /** Since then; collects all garbage first. */
  reading(): Promise<InsideReading>;
  /** Where the processor's time went while `run` ran, as a `.cpuprofile`. */
  profiling(run: () => Promise<void>): Promise<unknown>;
  close(): Promise<void>;
}

const lag = z.object({ lagMs: z.number() });
const reading = z.object({
  pid: z.number(),
  lagMs: z.number(),
  garbageMs: z.number(),
  cpuMs: z.number(),
  rssMb: z.number(),
  heapMb: z.number(),
  buffersMb: z.number(),
});

export async function startProduct(): Promise<Product> {
  const port = await findFreePort();
  pin(process.pid, 1); // and whatever is started from here
  const stack = await startStack({
    execution: 'in-process',
    environment: {
      NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'inside.ts')).href}`,
      HOSTILE_INSIDE_PORT: String(port),
    },
  });
  const inside = async (path: string): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${port}${path}`)).json();
  const read = async () => reading.parse(await inside('/reading'));
  pin((await read()).pid, 0);
  return {
    url: stack.url,
    authorization: async () => `Bearer ${(await signUp(stack.url)).accessToken}`,
    begin: async () => {
      await inside('/begin');
    },
    lagMs: async () => lag.parse(await inside('/lag')).lagMs,
    reading: read,
    profiling: async (run) => {
      await inside('/profile/start');
      await run();
      return inside('/profile/stop');
    },
    close: () => stack.close(),
  };
}

/** All threads of a process, to one processor. */
function pin(pid: number, processor: number): void {
  execFileSync('taskset', ['-a', '-p', '-c', String(processor), String(pid)], { stdio: 'ignore' });
}
