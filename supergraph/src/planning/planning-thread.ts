import type { Logger } from 'pino';
import { planIn, toError } from './answer-question.ts';
import { FairQueue } from './fair-queue.ts';
import { PlannerWorker } from './planner-worker.ts';
import type { OpenPlanning, Plan, Planning, PlanQuestion } from './planning.ts';
import { PlanningBusy, PlanningFault } from './planning-errors.ts';
import type { PlanningObserver, WorkerEnd } from './planning-observer.ts';
import type { SupergraphFacts } from './supergraph-facts.ts';

export interface PlanningThreadOptions {
  readonly log: Pick<Logger, 'warn'>;
  readonly observer: PlanningObserver;
  /** What runs in the thread; default: the planner. */
  readonly module?: URL;
  /** Milliseconds for one plan; default {@link maxPlanMs}. */
  readonly planMs?: number;
  /** Megabytes that planning may take; default {@link defaultHeapMb}. */
  readonly maxHeapMb?: number;
  /** Milliseconds that a question waits for its turn; default {@link maxWaitMs}. */
  readonly waitMs?: number;
  /** Milliseconds after a thread that did not come up before another is tried; default a second. */
  readonly pauseMs?: number;
}

/**
 * The planner's own limits refuse the worst that is known within 0.27 s, and the web's largest operation takes 0.02 s,
 * on a processor of their own (docs/adr/0052-planning-in-a-thread-of-its-own.md); ten times that on a busy one.
 */
const maxPlanMs = 3_000;
/** As long as an operation may take, see `deadline.ts`. */
const maxWaitMs = 10_000;
/** For reading a supergraph: ours takes 0.4 s, ten thousand types some ten. */
const maxLoadMs = 60_000;
const maxWaiting = 1_000;
/** Ours takes 60; what needs more than this would take the process with it. */
const defaultHeapMb = 2_048;
const defaultPauseMs = 1_000;

const plannerModule = new URL('./planner.worker.ts', import.meta.url);

interface Job {
  readonly run: (worker: PlannerWorker) => Promise<void>;
  readonly fail: (error: unknown) => void;
  readonly putAtMs: number;
  /** Gives it up when it has waited too long; its turn is nobody's then. */
  readonly patience: NodeJS.Timeout | null;
}

/**
 * Plans any number of supergraphs in one thread beside the one that serves. Where a plan takes too long, or the thread
 * falls over, that question is refused, and the others are asked of a new thread. It starts with the first supergraph
 * and ends with the last.
 */
export class PlanningThread {
  readonly #options: PlanningThreadOptions;
  readonly #queue = new FairQueue<Job>();
  readonly #supergraphs = new Map<number, string>();
  #worker: PlannerWorker | null = null;
  #isWorking = false;
  #opened = 0;
  /** When a thread last did not come up. */
  #failedAtMs = -Infinity;

  constructor(options: PlanningThreadOptions) {
    this.#options = options;
  }

  readonly open: OpenPlanning = async (supergraphSdl) => {
    const graph = (this.#opened += 1);
    this.#supergraphs.set(graph, supergraphSdl);
    try {
      return this.#planningOf(graph, await this.#put('', null, (worker) => this.#load(worker, graph)));
    } catch (error) {
      await this.#close(graph);
      throw error;
    }
  };

  #planningOf(graph: number, facts: SupergraphFacts): Planning {
    const { waitMs = maxWaitMs } = this.#options;
    return {
      facts,
      ask: (question, who) => this.#put(who, waitMs, (worker) => this.#plan(worker, graph, question)),
      close: () => this.#close(graph),
    };
  }

  async #load(worker: PlannerWorker, graph: number): Promise<SupergraphFacts> {
    const supergraphSdl = this.#supergraphs.get(graph);
    if (supergraphSdl === undefined) throw new PlanningFault('this supergraph has been put away');
    const reply = await this.#orLater(worker.ask({ kind: 'load', graph, supergraphSdl }, maxLoadMs));
    if (reply.kind === 'fault') throw toError(reply);
    if (reply.kind !== 'loaded') throw new PlanningFault('a supergraph was answered with a plan');
    worker.loaded.add(graph);
    return reply.facts;
  }

  async #plan(worker: PlannerWorker, graph: number, question: PlanQuestion): Promise<Plan | null> {
    await this.#loaded(worker, graph);
    const { planMs = maxPlanMs } = this.#options;
    const reply = await worker.ask({ kind: 'plan', graph, question }, planMs);
    if (reply.kind === 'loaded') throw new PlanningFault('a question was answered with a supergraph');
    return planIn(reply);
  }

  /** A thread that falls over before it has answered anything would do so again at once. */
  async #orLater<Value>(coming: Promise<Value>): Promise<Value> {
    try {
      return await coming;
    } catch (error) {
      this.#failedAtMs = performance.now();
      throw new PlanningFault('the planning thread does not come up', { cause: error });
    }
  }

  /** @param waitMs - null: however long it takes */
  #put<Value>(
    who: string,
    waitMs: number | null,
    ask: (worker: PlannerWorker) => Promise<Value>,
  ): Promise<Value> {
    if (this.#queue.size >= maxWaiting) return Promise.reject(new PlanningBusy());
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    const run = async (worker: PlannerWorker): Promise<void> => resolve(await ask(worker));
    const patience = waitMs === null ? null : setTimeout(() => reject(new PlanningBusy()), waitMs);
    this.#queue.put(who, { run, fail: reject, putAtMs: performance.now(), patience });
    this.#options.observer.waiting(1);
    void this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let job = this.#queue.take(); job; job = this.#queue.take()) await this.#do(job);
    this.#isWorking = false;
  }

  async #do(job: Job): Promise<void> {
    const { observer } = this.#options;
    observer.waiting(-1);
    observer.waited((performance.now() - job.putAtMs) / 1_000);
    if (job.patience) clearTimeout(job.patience);
    try {
      await job.run(this.#present());
    } catch (error) {
      job.fail(error);
    }
  }

  #present(): PlannerWorker {
    if (this.#worker && !this.#worker.isOver) return this.#worker;
    const { module = plannerModule, pauseMs = defaultPauseMs, maxHeapMb = defaultHeapMb } = this.#options;
    if (this.#supergraphs.size === 0) throw new PlanningFault('all supergraphs have been put away');
    if (performance.now() - this.#failedAtMs < pauseMs)
      throw new PlanningFault('the planning thread did not come up a moment ago');
    this.#worker = new PlannerWorker(module, maxHeapMb, (end) => this.#tell(end));
    return this.#worker;
  }

  #tell(end: WorkerEnd): void {
    this.#options.observer.ended(end);
    if (end === 'closed') return;
    this.#options.log.warn({ end }, 'a planning thread has ended; another takes its place');
    // At once, and not when somebody asks.
    for (const graph of this.#supergraphs.keys())
      this.#put('', null, (worker) => this.#loaded(worker, graph)).catch(() => undefined); // whoever asks is told
  }

  async #loaded(worker: PlannerWorker, graph: number): Promise<void> {
    if (!worker.loaded.has(graph)) await this.#load(worker, graph);
  }

  async #close(graph: number): Promise<void> {
    if (!this.#supergraphs.delete(graph)) return;
    if (this.#supergraphs.size > 0) return this.#worker?.forget(graph);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.close();
  }
}
