import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** One of our programs, running as a child process. */
export interface Program {
  readonly process: ChildProcess;
  readonly pid: number;
  /** SIGTERM, and SIGKILL after ten seconds or what was said. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const startWithinMs = 120_000;

export interface ProgramOptions {
  readonly args?: readonly string[];
  readonly stopWithinMs?: number;
}

/**
 * Starts a file below the repository's root and waits until `/readyz` answers on its port.
 *
 * @throws {Error} with everything it printed, when it ends or is not ready in two minutes
 */
export async function startProgram(
  file: string,
  port: number,
  environment: Readonly<Record<string, string>>,
  { args = [], stopWithinMs = 10_000 }: ProgramOptions = {},
): Promise<Program> {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: root,
    env: { ...ofRunner(), ...environment, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-20_000)));
  const { pid } = child;
  const program: Program = {
    process: child,
    pid: pid ?? 0,
    stop: () => stop(child, stopWithinMs),
    kill: () => end(child, 'SIGKILL'),
  };
  if (await isReady(child, port)) return program;
  await program.stop();
  throw new Error(`${file} did not start:\n${printed}`);
}

/** What a program may have of the environment of the tests: nothing that configures it. */
const ofRunner = () =>
  Object.fromEntries(['PATH', 'HOME', 'NODE_COMPILE_CACHE'].map((name) => [name, process.env[name]]));

async function isReady(child: ChildProcess, port: number): Promise<boolean> {
  const deadline = performance.now() + startWithinMs;
  while (child.exitCode === null && child.signalCode === null && performance.now() < deadline) {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (response?.ok) return true;
    await sleep(50);
  }
  return false;
}

async function stop(child: ChildProcess, withinMs: number): Promise<void> {
  const hard = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await end(child, 'SIGTERM');
  clearTimeout(hard);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  // A stopped process takes no SIGTERM before it goes on.
  child.kill('SIGCONT');
  await exited;
}
