import type { OperationDefinitionNode } from 'graphql';
import type { DeferredOperation } from '../execution/defer/deferred-operation.ts';
import { DeferFinder } from '../execution/defer/find-defers.ts';
import type { LabelledOperation } from '../execution/defer/label-defers.ts';
import { type Soon, whenThere } from '../execution/soon.ts';
import { type Asking, type Demand, forNobody } from '../planning/demand.ts';
import { Refusals } from '../planning/refusals.ts';
import { UnderWay } from '../planning/under-way.ts';
import { operationIn, type PlannableOperation } from './operation-in.ts';

type PlanInParts = (labelled: LabelledOperation, demand: Demand) => Soon<DeferredOperation | null>;

/** Null: it cannot be planned in parts. */
interface Planned {
  readonly deferred: DeferredOperation | null;
}

/** Operations with deferred parts, planned once for each choice of what is deferred. */
export class DeferredPlans {
  readonly #finder = new DeferFinder();
  /** As long as whoever admits documents keeps them. */
  readonly #plans = new WeakMap<LabelledOperation, Planned>();
  /** Too complex for one choice of what is deferred, and not tried for others, see {@link Refusals}. */
  readonly #refusals = new Refusals<OperationDefinitionNode>(new WeakMap());
  readonly #underWay = new UnderWay<LabelledOperation, Planned>();
  readonly #plan: PlanInParts;
  readonly #onAsked: (isInParts: boolean) => void;

  /** @param onAsked - told of each operation that defers something for its variables */
  constructor(plan: PlanInParts, onAsked: (isInParts: boolean) => void) {
    this.#plan = plan;
    this.#onAsked = onAsked;
  }

  /**
   * @param variables - coerced, with defaults
   * @param asking - who waits for it; not looked at where it is known
   * @param pay - before a choice is planned that is new: it costs what a new document does
   * @returns null where nothing is deferred, or the planner cannot, also where conditions in its way are decided
   * @throws what planning and paying throw
   */
  find(
    { document, operationName }: PlannableOperation,
    variables: Readonly<Record<string, unknown>>,
    asking: () => Asking = () => forNobody,
    pay: () => Soon<void> = () => undefined,
  ): Soon<DeferredOperation | null> {
    const operation = operationIn(document, operationName);
    const plan = (labelled: LabelledOperation | null): Soon<DeferredOperation | null> =>
      labelled && this.#planned(operation, labelled, asking, pay);
    const labelled = this.#finder.find(document, operation, variables);
    if (!labelled) return null;
    const planned = whenThere(
      plan(labelled),
      (deferred) => deferred ?? plan(this.#finder.findDecided(document, operation, variables)),
    );
    return whenThere(planned, (deferred) => {
      this.#onAsked(deferred !== null);
      return deferred;
    });
  }

  #planned(
    operation: OperationDefinitionNode,
    labelled: LabelledOperation,
    asking: () => Asking,
    pay: () => Soon<void>,
  ): Soon<DeferredOperation | null> {
    const planned = this.#plans.get(labelled) ?? this.#begin(operation, labelled, asking, pay);
    return whenThere(planned, ({ deferred }) => deferred);
  }

  /** Each pays for themselves, beforehand: who cannot is in nobody's way. */
  #begin(
    operation: OperationDefinitionNode,
    labelled: LabelledOperation,
    asking: () => Asking,
    pay: () => Soon<void>,
  ): Soon<Planned> {
    if (this.#underWay.has(labelled)) return this.#join(operation, labelled, asking());
    this.#refusals.check(operation);
    return whenThere(pay(), () => this.#plans.get(labelled) ?? this.#join(operation, labelled, asking()));
  }

  #join(operation: OperationDefinitionNode, labelled: LabelledOperation, asking: Asking): Soon<Planned> {
    return this.#underWay.join(labelled, asking, async (demand) => {
      const planned = {
        deferred: await this.#refusals.unlessRefused(operation, () => this.#plan(labelled, demand)),
      };
      this.#plans.set(labelled, planned);
      return planned;
    });
  }
}
