import { GraphQLError } from 'graphql';
import type { Step } from '../plan/compiled-plan.ts';
import type { PlanRun } from '../plan/plan-run.ts';
import { runPlan } from '../plan/run-plan.ts';
import type { DeferredPlan, DeferredStep, PartStep } from './deferred-plan.ts';
import type { Part } from './part.ts';

/** The fetches of one part, begun. */
export interface PartFetch {
  /** Never rejects. */
  readonly finished: Promise<void>;
  /** How many parts had finished before; null: it has not yet. */
  turn: number | null;
  /** Of its own fetches. */
  readonly errors: GraphQLError[];
}

/** Fetches all parts of an answer, each as soon as what it needs is there. */
export class PartFetches {
  readonly #run: Omit<PlanRun, 'errors' | 'fetched'>;
  readonly #plan: DeferredPlan;
  readonly #fetched = new Map<string, PromiseWithResolvers<void>>();
  readonly #byLabel = new Map<string | null, PartFetch>();
  #finished = 0;

  constructor(run: Omit<PlanRun, 'errors' | 'fetched'>, plan: DeferredPlan, primary: Part) {
    this.#run = run;
    this.#plan = plan;
    this.#begin(primary, []);
  }

  of({ label }: Part): PartFetch {
    const fetch = this.#byLabel.get(label);
    if (!fetch) throw new TypeError('a part was not begun');
    return fetch;
  }

  #begin(part: Part, around: readonly Promise<void>[]): void {
    const errors: GraphQLError[] = [];
    const finished = this.#fetch(part, errors, around)
      .catch((error: unknown) => void errors.push(asGraphQLError(error)))
      .then(() => {
        fetch.turn = this.#finished++;
      });
    const fetch: PartFetch = { finished, turn: null, errors };
    this.#byLabel.set(part.label, fetch);
    for (const inner of part.parts) this.#begin(inner, [...around, finished]);
  }

  async #fetch({ label }: Part, errors: GraphQLError[], around: readonly Promise<void>[]): Promise<void> {
    const { primary, deferred } = this.#plan;
    if (label === null) return this.#fetchOf(primary, errors, around);
    const part = deferred.get(label);
    if (part) await this.#fetchLater(part, errors, around);
    else await Promise.all(around);
  }

  async #fetchLater(
    part: DeferredStep,
    errors: GraphQLError[],
    around: readonly Promise<void>[],
  ): Promise<void> {
    // What a condition left out is never fetched: when all around is, it is not waited for.
    await Promise.race([this.#allOf(part.depends), Promise.all(around)]);
    await this.#fetchOf(part, errors, around);
  }

  /** It is there when its pieces are. */
  async #fetchOf(
    { step, pieces }: PartStep,
    errors: GraphQLError[],
    around: readonly Promise<void>[],
  ): Promise<void> {
    const own = this.#runStep(step, errors, around);
    const within = pieces.map((piece) => this.#fetchLater(piece, errors, [...around, own]));
    await Promise.all([own, ...within]);
  }

  async #runStep(step: Step | null, errors: GraphQLError[], around: readonly Promise<void>[]): Promise<void> {
    if (step) await runPlan({ ...this.#run, errors, fetched: (id) => this.#wait(id).resolve() }, step);
    // Its fields may have been fetched with what is around it.
    else await Promise.all(around);
  }

  #allOf(ids: readonly string[]): Promise<unknown> {
    return Promise.all(ids.map((id) => this.#wait(id).promise));
  }

  #wait(id: string): PromiseWithResolvers<void> {
    const known = this.#fetched.get(id);
    const waiting = known ?? Promise.withResolvers<void>();
    if (!known) this.#fetched.set(id, waiting);
    return waiting;
  }
}

const asGraphQLError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError('a part failed', { originalError: error instanceof Error ? error : null });
