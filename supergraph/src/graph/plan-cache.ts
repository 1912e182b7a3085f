import type { OperationDefinitionNode } from 'graphql';
import { BoundedCache } from '../execution/bounded-cache.ts';
import type { PreparedOperation } from '../execution/prepared-operation.ts';
import { type Soon, whenThere } from '../execution/soon.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';
import { type Asking, type Demand, forNobody } from '../planning/demand.ts';
import { Refusals } from '../planning/refusals.ts';
import { UnderWay } from '../planning/under-way.ts';

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

/** Plans, counted and timed. Whoever admits documents keeps them, so that the same text is the same node. */
export class PlanCache {
  readonly #plans = new BoundedCache<Kept, OperationDefinitionNode>(maxCharacters);
  readonly #underWay = new UnderWay<OperationDefinitionNode, PreparedOperation>();
  /** Of what is not kept yet, times that it was asked for. */
  readonly #usesBefore = new WeakMap<OperationDefinitionNode, number>();
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
   * @param plan - given all who want it
   * @param asking - who does now; not looked at where it is known
   * @throws {NotPlannedInTime} it is not there in the time that they wait
   * @throws what `plan` throws; what is too complex is not tried again, see {@link Refusals}
   */
  get(
    operation: OperationDefinitionNode,
    plan: (demand: Demand) => Soon<Planned>,
    asking: () => Asking = () => forNobody,
  ): Soon<PreparedOperation> {
    const known = this.#plans.get(operation);
    this.#metrics.askedForPlan(known !== undefined);
    if (!known) return this.#join(operation, plan, asking(), 1);
    known.uses += 1;
    return known.prepared;
  }

  /** How often each of those that are kept was asked for. */
  *uses(): Generator<readonly [OperationDefinitionNode, number]> {
    for (const [operation, { uses }] of this.#plans.entries()) yield [operation, uses];
  }

  /** Planned before anybody asks. @throws what `plan` throws */
  async expect(operation: OperationDefinitionNode, plan: (demand: Demand) => Soon<Planned>): Promise<void> {
    if (!this.#plans.get(operation)) await this.#join(operation, plan, forNobody, 0);
  }

  #join(
    operation: OperationDefinitionNode,
    plan: (demand: Demand) => Soon<Planned>,
    asking: Asking,
    uses: number,
  ): Soon<PreparedOperation> {
    const isFirst = !this.#underWay.has(operation);
    this.#usesBefore.set(operation, uses + (isFirst ? 0 : (this.#usesBefore.get(operation) ?? 0)));
    return this.#underWay.join(operation, asking, (demand) =>
      whenThere(
        this.#refusals.unlessRefused(operation, () => plan(demand)),
        (planned) => this.#keep(operation, planned),
      ),
    );
  }

  #keep(operation: OperationDefinitionNode, { prepared, characters, seconds }: Planned): PreparedOperation {
    this.#metrics.planned(seconds);
    const ofDocument = (operation.loc?.source.body.length ?? 0) * charactersOfPlan;
    const uses = this.#usesBefore.get(operation) ?? 0;
    this.#plans.set(operation, { prepared, uses }, characters + ofDocument);
    return prepared;
  }
}
