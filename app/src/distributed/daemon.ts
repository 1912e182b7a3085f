import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Backoff, waitUnless } from './backoff.ts';
import { leash } from './leash.ts';

export interface DaemonOptions {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly onLine: (line: string) => void;
  readonly tell: (sentence: string) => void;
  /** Ends it in order. */
  readonly stopSignal: NodeJS.Signals;
}

/** Milliseconds until a daemon that was told to stop is killed. */
const stopWithinMs = 5_000;

/** A program of others that runs beside the services, started again when it ends. */
export class Daemon {
  readonly #options: DaemonOptions;
  readonly #stopping = new AbortController();
  #process: ChildProcess;
  #letGo: () => void = () => undefined;
  readonly #keeping: Promise<void>;

  constructor(options: DaemonOptions) {
    this.#options = options;
    this.#process = this.#spawn();
    this.#keeping = this.#keep();
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  get pid(): number | null {
    return this.#process.pid ?? null;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const hard = setTimeout(() => this.kill(), stopWithinMs);
    this.signal(this.#options.stopSignal);
    await this.#keeping;
    clearTimeout(hard);
  }

  /** Without waiting. */
  kill(): void {
    this.#stopping.abort();
    this.signal('SIGKILL');
    endRest(this.#process);
    this.#letGo();
  }

  async #keep(): Promise<void> {
    const backoff = new Backoff();
    for (;;) {
      const startedAtMs = performance.now();
      await ended(this.#process);
      this.#letGo();
      endRest(this.#process);
      if (this.#stopping.signal.aborted) return;
      const waitMs = backoff.next(performance.now() - startedAtMs);
      const { name, tell } = this.#options;
      if (backoff.isNewLoop()) tell(`${name} keeps ending: its log says why; it is tried again and again.`);
      else tell(`${name} ended and is started again.`);
      await waitUnless(this.#stopping.signal, waitMs);
      if (this.#stopping.signal.aborted) return;
      this.#process = this.#spawn();
    }
  }

  #spawn(): ChildProcess {
    const { file, args, onLine } = this.#options;
    const child = spawn(file, [...args], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
    if (child.pid !== undefined) this.#letGo = leash(child.pid);
    return child;
  }
}

/** What it had started, e.g. nginx's workers, outlives a kill and would keep the port from the next one. */
function endRest({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    return; // nothing is left of its group
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await once(child, 'exit').catch(() => undefined); // a program that could not be started
}
