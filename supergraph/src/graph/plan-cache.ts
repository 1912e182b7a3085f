import type { OperationDefinitionNode } from 'graphql';
import { BoundedCache } from '../execution/bounded-cache.ts';
import type { PreparedOperation } from '../execution/prepared-operation.ts';
import type { Soon } from '../execution/soon.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';
import { Refusals } from '../planning/refusals.ts';

/** Characters of plans that are kept, and of their documents, which are kept with them. */
const maxCharacters = 8_000_000;
/** A character of a document takes 80 bytes when it is parsed, of a plan as JSON a few. */
const charactersOfPlan = 4;

/** An operation that is ready to run, and how much room it takes. */
export interface Planned {
  readonly prepared: PreparedOperation;
  /** Of its plan as JSON. */
  readonly characters: number;
  /** For which it was thought about. */
  readonly seconds: number;
}

interface Kept {
  readonly prepared: PreparedOperation;
  /** Times that it was asked for. */
  uses: number;
}

/** One that is being planned. */
interface Coming {
  readonly prepared: Promise<PreparedOperation>;
  uses: number;
}

/** Plans, counted and timed. Whoever admits documents keeps them, so that the same text is the same node. */
export class PlanCache {
  readonly #plans = new BoundedCache<Kept, OperationDefinitionNode>(maxCharacters);
  readonly #coming = new Map<OperationDefinitionNode, Coming>();
  /** As long as operations are kept. */
  readonly #refusals: Refusals<OperationDefinitionNode>;
  readonly #metrics: Pick<SupergraphMetrics, 'askedForPlan' | 'planned'>;

  /** @param nowMs - a clock; default: since the process began */
  constructor(metrics: Pick<SupergraphMetrics, 'askedForPlan' | 'planned'>, nowMs?: () => number) {
    this.#metrics = metrics;
    this.#refusals = new Refusals(new WeakMap(), nowMs);
  }

  /**
   * At once where it is known; what is asked again while it is being planned is planned once.
   *
   * @throws what `plan` throws; what is too complex is not tried again, see {@link Refusals}
   */
  get(operation: OperationDefinitionNode, plan: () => Soon<Planned>): Soon<PreparedOperation> {
    const known = this.#plans.get(operation);
    this.#metrics.askedForPlan(known !== undefined);
    if (!known) return this.#join(operation, plan, 1);
    known.uses += 1;
    return known.prepared;
  }

  /** How often each of those that are kept was asked for. */
  *uses(): Generator<readonly [OperationDefinitionNode, number]> {
    for (const [operation, { uses }] of this.#plans.entries()) yield [operation, uses];
  }

  /** Planned before anybody asks. @throws what `plan` throws */
  async expect(operation: OperationDefinitionNode, plan: () => Soon<Planned>): Promise<void> {
    if (!this.#plans.get(operation)) await this.#join(operation, plan, 0);
  }

  #join(
    operation: OperationDefinitionNode,
    plan: () => Soon<Planned>,
    uses: number,
  ): Soon<PreparedOperation> {
    const coming = this.#coming.get(operation);
    if (!coming) return this.#begin(operation, plan, uses);
    coming.uses += uses;
    return coming.prepared;
  }

  #begin(
    operation: OperationDefinitionNode,
    plan: () => Soon<Planned>,
    uses: number,
  ): Soon<PreparedOperation> {
    const planning = this.#refusals.unlessRefused(operation, plan);
    if (!(planning instanceof Promise)) return this.#keep(operation, planning, uses);
    const coming: Coming = {
      prepared: planning
        .then((planned) => this.#keep(operation, planned, coming.uses))
        .finally(() => this.#coming.delete(operation)),
      uses,
    };
    this.#coming.set(operation, coming);
    return coming.prepared;
  }

  #keep(
    operation: OperationDefinitionNode,
    { prepared, characters, seconds }: Planned,
    uses: number,
  ): PreparedOperation {
    this.#metrics.planned(seconds);
    const ofDocument = (operation.loc?.source.body.length ?? 0) * charactersOfPlan;
    this.#plans.set(operation, { prepared, uses }, characters + ofDocument);
    return prepared;
  }
}
