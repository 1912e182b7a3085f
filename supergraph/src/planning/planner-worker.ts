import { Worker } from 'node:worker_threads';
import type { WorkerReply, WorkerRequest } from './worker-messages.ts';
import { PlanningFault, TookTooMuch } from './planning-errors.ts';
import type { WorkerEnd } from './planning-observer.ts';

/** Of what is short-lived; V8's own choice lets each thread have three times as much. */
const maxYoungMb = 16;

interface Asked {
  readonly resolve: (reply: WorkerReply) => void;
  readonly reject: (error: unknown) => void;
}

/** One thread that plans, from its start to its end. It is asked one thing at a time. */
export class PlannerWorker {
  /** Supergraphs that it has loaded. */
  readonly loaded = new Set<number>();
  readonly #worker: Worker;
  readonly #onEnd: (end: WorkerEnd) => void;
  #asked: Asked | null = null;
  #end: WorkerEnd | null = null;

  /**
   * @param module - what runs in it
   * @param maxHeapMb - megabytes that it may keep
   */
  constructor(module: URL, maxHeapMb: number, onEnd: (end: WorkerEnd) => void) {
    this.#onEnd = onEnd;
    this.#worker = new Worker(module, {
      name: 'planner',
      execArgv: [], // what this process was started with is about its own main module
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: maxYoungMb },
    });
    this.#worker.unref(); // a process that waits for nothing else ends
    this.#worker.on('message', (reply: WorkerReply) => this.#asked?.resolve(reply));
    this.#worker.on('error', (error) => this.#ended(isOutOfMemory(error) ? 'memory' : 'crash', error));
    this.#worker.on('exit', (code) => this.#ended('crash', `it exited with ${code}`));
  }

  get isOver(): boolean {
    return this.#end !== null;
  }

  /**
   * @param withinMs - after which the thread is ended, whatever it does
   * @throws {TookTooMuch} it took longer, or more memory than there is
   * @throws {PlanningFault} the thread has ended
   */
  async ask(request: WorkerRequest, withinMs: number): Promise<WorkerReply> {
    const { promise, resolve, reject } = Promise.withResolvers<WorkerReply>();
    if (this.#end !== null) throw new PlanningFault(`the planning thread has ended: ${this.#end}`);
    this.#asked = { resolve, reject };
    const timer = setTimeout(() => this.#giveUpSoon(this.#asked), withinMs);
    this.#worker.ref();
    try {
      this.#worker.postMessage(request);
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#asked = null;
      this.#worker.unref();
    }
  }

  forget(graph: number): void {
    if (this.loaded.delete(graph))
      this.#worker.postMessage({ kind: 'forget', graph } satisfies WorkerRequest);
  }

  /** Whatever it is doing. */
  async close(): Promise<void> {
    this.#ended('closed', undefined);
    await this.#worker.terminate();
  }

  /** Where this thread itself was late, the reply is there already and has its turn first. */
  #giveUpSoon(asked: Asked | null): void {
    setImmediate(() => {
      if (asked === null || this.#asked !== asked) return;
      this.#ended('time', undefined);
      void this.#worker.terminate();
    });
  }

  #ended(end: WorkerEnd, cause: unknown): void {
    if (this.#end !== null) return;
    this.#end = end;
    const tooMuch = end === 'time' || end === 'memory';
    this.#asked?.reject(
      tooMuch ? new TookTooMuch(end) : new PlanningFault(`the planning thread has ended: ${end}`, { cause }),
    );
    this.#onEnd(end);
  }
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
