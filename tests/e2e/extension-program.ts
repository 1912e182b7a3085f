import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** A subgraph of somebody else's, running as a process of its own. */
export interface Extension {
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * Runs a command as it is written and waits until something answers on the port.
 *
 * @throws {Error} with what it printed, when it ends before
 */
export async function startExtension(
  command: string,
  cwd: string,
  environment: Readonly<Record<string, string>>,
  port: number,
): Promise<Extension> {
  const child = spawn('sh', ['-c', `exec ${command}`], {
    ...{ cwd, env: { PATH: process.env['PATH'], ...environment } },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (printed += String(text)));
  while (!(await fetch(`http://127.0.0.1:${port}`, { method: 'POST' }).then(isThere, isRefused))) {
    if (child.exitCode !== null) throw new Error(`it ended:\n${printed}`);
    await sleep(50);
  }
  return {
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

const isThere = (): boolean => true;
/** Whoever hangs up on a request without a body was there to do it. */
const isRefused = (error: unknown): boolean =>
  !(
    error instanceof Error &&
    error.cause instanceof Error &&
    String(Reflect.get(error.cause, 'code')) === 'ECONNREFUSED'
  );
