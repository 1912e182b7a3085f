import type { Logger } from 'pino';
import { planIn, toError } from './answer-question.ts';
import { Demand } from './demand.ts';
import { heapBoundMb } from './heap-bound.ts';
import { PlannerWorker } from './planner-worker.ts';
import type { OpenPlanning, Plan, Planning, PlanQuestion } from './planning.ts';
import { PlanningFault } from './planning-errors.ts';
import type { PlanningObserver, WorkerEnd } from './planning-observer.ts';
import type { SupergraphFacts } from './supergraph-facts.ts';
import { Turns } from './turns.ts';

export interface PlanningThreadOptions {
  readonly log: Pick<Logger, 'warn'>;
  readonly observer: PlanningObserver;
  /** What runs in the thread; default: the planner. */
  readonly module?: URL;
  /** Milliseconds for one plan; default {@link maxPlanMs}. */
  readonly planMs?: number;
  /** Megabytes that planning may take; default {@link heapBoundMb}. */
  readonly maxHeapMb?: number;
  /** Milliseconds that a question waits for its turn, and a thread that has to be loaded; default {@link maxWaitMs}. */
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
const defaultPauseMs = 1_000;

const plannerModule = new URL('./planner.worker.ts', import.meta.url);

/**
 * Plans any number of supergraphs in one thread beside the one that serves. Where a plan takes too long, or the thread
 * falls over, that question is refused, and the others are asked of a new thread. It starts with the first supergraph
 * and ends with the last.
 */
export class PlanningThread {
  readonly #options: PlanningThreadOptions;
  readonly #turns: Turns;
  readonly #supergraphs = new Map<number, string>();
  #worker: PlannerWorker | null = null;
  #opened = 0;
  /** When a thread last did not come up. */
  #failedAtMs = -Infinity;

  constructor(options: PlanningThreadOptions) {
    this.#options = options;
    this.#turns = new Turns(options.observer);
  }

  readonly open: OpenPlanning = async (supergraphSdl) => {
    const graph = (this.#opened += 1);
    this.#supergraphs.set(graph, supergraphSdl);
    try {
      return this.#planningOf(graph, await this.#turns.take(new Demand(), Infinity, () => this.#load(graph)));
    } catch (error) {
      await this.#close(graph);
      throw error;
    }
  };

  #planningOf(graph: number, facts: SupergraphFacts): Planning {
    const { waitMs = maxWaitMs } = this.#options;
    return {
      facts,
      ask: (question, demand) =>
        this.#turns.take(demand, waitMs, (begin) => this.#plan(graph, question, begin)),
      close: () => this.#close(graph),
    };
  }

  async #load(graph: number, worker = this.#present()): Promise<SupergraphFacts> {
    const supergraphSdl = this.#supergraphs.get(graph);
    if (supergraphSdl === undefined) throw new PlanningFault('this supergraph has been put away');
    const reply = await this.#orLater(worker.ask({ kind: 'load', graph, supergraphSdl }, maxLoadMs));
    if (reply.kind === 'fault') throw toError(reply);
    if (reply.kind !== 'loaded') throw new PlanningFault('a supergraph was answered with a plan');
    worker.loaded.add(graph);
    return reply.facts;
  }

  async #plan(graph: number, question: PlanQuestion, begin: () => void): Promise<Plan | null> {
    const worker = await this.#loaded(graph);
    begin();
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

  #present(): PlannerWorker {
    if (this.#worker && !this.#worker.isOver) return this.#worker;
    const { module = plannerModule, pauseMs = defaultPauseMs, maxHeapMb = heapBoundMb() } = this.#options;
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
      this.#turns.take(new Demand(), Infinity, () => this.#loaded(graph)).catch(() => undefined); // whoever asks is told
  }

  async #loaded(graph: number): Promise<PlannerWorker> {
    const worker = this.#present();
    if (!worker.loaded.has(graph)) await this.#load(graph, worker);
    return worker;
  }

  async #close(graph: number): Promise<void> {
    if (!this.#supergraphs.delete(graph)) return;
    if (this.#supergraphs.size > 0) return this.#worker?.forget(graph);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.close();
  }
}
