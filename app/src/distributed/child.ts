import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { beat } from '@moim/kit/server/supervised.ts';
import { root } from '../configuration.ts';
import { judgeSilence } from './judge-silence.ts';
import { readProcessLoad } from './process-load.ts';

export interface ChildOptions {
  /** From the root of the repository. */
  readonly file: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Takes each line that it prints. */
  readonly onLine: (line: string) => void;
  readonly limits?: ChildLimits;
}

/** Milliseconds. */
export interface ChildLimits {
  /** From the spawn to its word that it serves. */
  readonly startMs: number;
  /** Silence of an event loop that has once been heard. */
  readonly silenceMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly stopMs: number;
}

/** A loop that stands is killed within 5 s, the looks that find it so included. */
export const childLimits: ChildLimits = { startMs: 120_000, silenceMs: 4_400, stopMs: 25_500 };

/** Why it ended, in a few words. */
export type Ending = string;

const lookEveryMs = 250;
/** The watcher itself was away for longer than this, e.g. a laptop asleep: silence then proves nothing. */
const awayMs = 1_000;
/** One look may fall between a word that was sent and its arrival here. */
const badLooks = 2;

/** Milliseconds from the last word of a loop that computes, or waits for nothing, to its end. */
export const killedAfterMs = ({ silenceMs }: ChildLimits): number => silenceMs + badLooks * lookEveryMs;

/** One process of a service, watched from outside: a loop that stands cannot report itself. */
export class Child {
  readonly #process: ChildProcess;
  readonly #limits: ChildLimits;
  readonly #ready = Promise.withResolvers<boolean>();
  readonly exited: Promise<Ending>;
  #heardAtMs = performance.now();
  /** Its event loop's processor time when it was first missed; null while it speaks. */
  #loopMsBefore: number | null = null;
  /** Looks in a row that found it standing. */
  #bad = 0;
  #lookedAtMs = performance.now();
  #isServing = false;
  #reason: string | null = null;

  constructor({ file, environment, onLine, limits = childLimits }: ChildOptions) {
    this.#limits = limits;
    // A group of its own: Ctrl-C at the terminal reaches the supervisor alone, which owns every end.
    this.#process = spawn(process.execPath, [file], {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      if (stream) createInterface({ input: stream }).on('line', onLine);
    this.#process.on('message', (message) => this.#hear(message));
    const watching = setInterval(() => this.#look(), lookEveryMs);
    this.exited = this.#untilExit(watching);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** True once it serves, false when it ended before. */
  get ready(): Promise<boolean> {
    return this.#ready.promise;
  }

  /** SIGTERM lets it drain, SIGINT end quickly; SIGKILL when it takes too long. */
  async stop(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<void> {
    const hard = setTimeout(() => this.kill('did not stop in time'), this.#limits.stopMs);
    this.#process.kill(signal);
    await this.exited;
    clearTimeout(hard);
  }

  kill(reason: string): void {
    this.#reason ??= reason;
    this.#process.kill('SIGKILL');
  }

  #hear(message: unknown): void {
    const { success, data } = beat.safeParse(message);
    if (!success) return;
    this.#heard(performance.now());
    if (data.phase !== 'serving') return;
    this.#isServing = true;
    this.#ready.resolve(true);
  }

  #look(): void {
    const now = performance.now();
    if (now - this.#lookedAtMs > awayMs + lookEveryMs) this.#heard(now);
    this.#lookedAtMs = now;
    const silentMs = now - this.#heardAtMs;
    if (this.#isServing) this.#watch(silentMs);
    else if (silentMs > this.#limits.startMs) this.kill('it did not start in time');
  }

  #heard(nowMs: number): void {
    this.#heardAtMs = nowMs;
    this.#loopMsBefore = null;
    this.#bad = 0;
  }

  #watch(silentMs: number): void {
    // What speaks in time costs no further look.
    if (silentMs <= this.#limits.silenceMs / 4) return;
    const total = readProcessLoad(this.pid);
    this.#loopMsBefore ??= total?.loopMs ?? null;
    const load = total && { ...total, loopMs: total.loopMs - (this.#loopMsBefore ?? 0) };
    const isBad = judgeSilence({ silentMs, load }, this.#limits.silenceMs) === 'stands';
    this.#bad = isBad ? this.#bad + 1 : 0;
    if (this.#bad >= badLooks) this.kill(`its event loop stood for ${(silentMs / 1_000).toFixed(1)} s`);
  }

  async #untilExit(watching: NodeJS.Timeout): Promise<Ending> {
    const { promise, resolve } = Promise.withResolvers<Ending>();
    this.#process.once('error', (error) => resolve(error.message));
    this.#process.once('exit', (code, signal) => resolve(signal ?? `exit code ${code ?? 'unknown'}`));
    const ending = await promise;
    clearInterval(watching);
    this.#ready.resolve(false);
    return this.#reason ?? ending;
  }
}
