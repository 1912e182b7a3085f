import type { OperationDefinitionNode } from 'graphql';
import { BoundedCache } from '../execution/bounded-cache.ts';
import type { PreparedOperation } from '../execution/prepared-operation.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';

/** Characters of plans that are kept. */
const maxCharacters = 30_000_000;

/** An operation that is ready to run, and how much room it takes. */
export interface Planned {
  readonly prepared: PreparedOperation;
  /** Of its plan as JSON. */
  readonly characters: number;
}

/** Plans, counted and timed. Whoever admits documents keeps them, so that the same text is the same node. */
export class PlanCache {
  readonly #plans = new BoundedCache<PreparedOperation, OperationDefinitionNode>(maxCharacters);
  readonly #metrics: Pick<SupergraphMetrics, 'askedForPlan' | 'planned'>;

  constructor(metrics: Pick<SupergraphMetrics, 'askedForPlan' | 'planned'>) {
    this.#metrics = metrics;
  }

  /** @throws what `plan` throws; what cannot be planned is tried anew each time */
  get(operation: OperationDefinitionNode, plan: () => Planned): PreparedOperation {
    const known = this.#plans.get(operation);
    this.#metrics.askedForPlan(known !== undefined);
    return known ?? this.#plan(operation, plan);
  }

  #plan(operation: OperationDefinitionNode, plan: () => Planned): PreparedOperation {
    const startedAtMs = performance.now();
    const { prepared, characters } = plan();
    this.#metrics.planned((performance.now() - startedAtMs) / 1_000);
    this.#plans.set(operation, prepared, characters);
    return prepared;
  }
}
