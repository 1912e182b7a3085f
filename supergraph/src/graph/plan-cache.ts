import type { OperationDefinitionNode } from 'graphql';
import { BoundedCache } from '../execution/bounded-cache.ts';
import type { PreparedOperation } from '../execution/prepared-operation.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';
import { isPlannerLimit } from './planner-limits.ts';

/** Characters of plans that are kept, and of their documents, which are kept with them. */
const maxCharacters = 8_000_000;
/** A character of a document takes 80 bytes when it is parsed, of a plan as JSON a few. */
const charactersOfPlan = 4;

/** An operation that is ready to run, and how much room it takes. */
export interface Planned {
  readonly prepared: PreparedOperation;
  /** Of its plan as JSON. */
  readonly characters: number;
}

interface Kept {
  readonly prepared: PreparedOperation;
  /** Times that it was asked for. */
  uses: number;
}

/** Plans, counted and timed. Whoever admits documents keeps them, so that the same text is the same node. */
export class PlanCache {
  readonly #plans = new BoundedCache<Kept, OperationDefinitionNode>(maxCharacters);
  /** Why operations are not planned, as long as they are kept: planning until a limit is reached takes long. */
  readonly #refusals = new WeakMap<OperationDefinitionNode, unknown>();
  readonly #metrics: Pick<SupergraphMetrics, 'askedForPlan' | 'planned'>;

  constructor(metrics: Pick<SupergraphMetrics, 'askedForPlan' | 'planned'>) {
    this.#metrics = metrics;
  }

  /** @throws what `plan` throws; what is beyond the planner's limits is not tried again */
  get(operation: OperationDefinitionNode, plan: () => Planned): PreparedOperation {
    const known = this.#plans.get(operation);
    this.#metrics.askedForPlan(known !== undefined);
    if (this.#refusals.has(operation)) throw this.#refusals.get(operation);
    if (!known) return this.#plan(operation, plan, 1);
    known.uses += 1;
    return known.prepared;
  }

  /** Operations that were asked for most, the busiest first. */
  busiest(count: number): readonly OperationDefinitionNode[] {
    return [...this.#plans.entries()]
      .sort(([, one], [, other]) => other.uses - one.uses)
      .slice(0, count)
      .map(([operation]) => operation);
  }

  /** Planned before anybody asks. @throws what `plan` throws */
  expect(operation: OperationDefinitionNode, plan: () => Planned): void {
    if (!this.#plans.get(operation)) this.#plan(operation, plan, 0);
  }

  #plan(operation: OperationDefinitionNode, plan: () => Planned, uses: number): PreparedOperation {
    const startedAtMs = performance.now();
    const { prepared, characters } = this.#trying(operation, plan);
    this.#metrics.planned((performance.now() - startedAtMs) / 1_000);
    const ofDocument = (operation.loc?.source.body.length ?? 0) * charactersOfPlan;
    this.#plans.set(operation, { prepared, uses }, characters + ofDocument);
    return prepared;
  }

  #trying(operation: OperationDefinitionNode, plan: () => Planned): Planned {
    try {
      return plan();
    } catch (error) {
      if (isPlannerLimit(error)) this.#refusals.set(operation, error);
      throw error;
    }
  }
}
