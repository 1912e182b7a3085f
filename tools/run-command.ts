import { spawn } from 'node:child_process';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** After this many milliseconds the command and all it started are killed. */
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly isOk: boolean;
  readonly isTimedOut: boolean;
  /** Standard output and error as they came. */
  readonly output: string;
  readonly tookMs: number;
}

/** Runs a command in a process group of its own, so that a timeout leaves nothing behind. Never rejects. */
export function runCommand(command: Command, onOutput?: (text: string) => void): Promise<Outcome> {
  const startedAt = performance.now();
  const child = spawn(command.file, command.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...command.env },
  });
  let output = '';
  let isTimedOut = false;
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
    onOutput?.(chunk.toString());
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const kill = () => killGroup(child.pid);
  const timer = setTimeout(() => {
    isTimedOut = true;
    kill();
  }, command.timeoutMs);
  process.once('exit', kill);

  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const end = (isOk: boolean) => {
    clearTimeout(timer);
    process.off('exit', kill);
    resolve({ isOk, isTimedOut, output, tookMs: performance.now() - startedAt });
  };
  child.once('error', (error) => {
    output += `${error.message}\n`;
    end(false);
  });
  child.once('close', (code) => end(code === 0 && !isTimedOut));
  return promise;
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended in the meantime
  }
}

/** Lets the commands end with the program when it is interrupted: they are in groups of their own. */
export function exitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
}
