import type { OperationDefinitionNode } from 'graphql';
import type { DeferredOperation } from '../execution/defer/deferred-operation.ts';
import { DeferFinder } from '../execution/defer/find-defers.ts';
import type { LabelledOperation } from '../execution/defer/label-defers.ts';
import { type Soon, whenThere } from '../execution/soon.ts';
import { UnderWay } from '../execution/under-way.ts';
import { Refusals } from '../planning/refusals.ts';
import type { Caller } from './caller.ts';
import { operationIn, type PlannableOperation } from './operation-in.ts';

type PlanInParts = (labelled: LabelledOperation, caller: Caller | null) => Soon<DeferredOperation | null>;

/** Operations with deferred parts, planned once for each choice of what is deferred. */
export class DeferredPlans {
  readonly #finder = new DeferFinder();
  /** As long as whoever admits documents keeps them. */
  readonly #plans = new WeakMap<LabelledOperation, DeferredOperation | null>();
  /** Too complex for one choice of what is deferred, and not tried for others, see {@link Refusals}. */
  readonly #refusals = new Refusals<OperationDefinitionNode>(new WeakMap());
  readonly #underWay = new UnderWay<LabelledOperation, DeferredOperation | null>();
  readonly #plan: PlanInParts;
  readonly #onAsked: (isInParts: boolean) => void;

  /** @param onAsked - told of each operation that defers something for its variables */
  constructor(plan: PlanInParts, onAsked: (isInParts: boolean) => void) {
    this.#plan = plan;
    this.#onAsked = onAsked;
  }

  /**
   * @param variables - coerced, with defaults
   * @returns null where nothing is deferred, or the planner cannot
   * @throws what planning throws
   */
  find(
    { document, operationName }: PlannableOperation,
    variables: Readonly<Record<string, unknown>>,
    caller: Caller | null,
  ): Soon<DeferredOperation | null> {
    const operation = operationIn(document, operationName);
    const labelled = this.#finder.find(document, operation, variables);
    if (!labelled) return null;
    const known = this.#plans.get(labelled);
    const planned = known === undefined ? this.#begin(operation, labelled, caller) : known;
    return whenThere(planned, (deferred) => {
      this.#onAsked(deferred !== null);
      return deferred;
    });
  }

  #begin(
    operation: OperationDefinitionNode,
    labelled: LabelledOperation,
    caller: Caller | null,
  ): Soon<DeferredOperation | null> {
    return this.#underWay.join(labelled, async () => {
      const planned = await this.#refusals.unlessRefused(operation, () => this.#plan(labelled, caller));
      this.#plans.set(labelled, planned);
      return planned;
    });
  }
}
