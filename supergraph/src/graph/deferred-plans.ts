import type { DeferredOperation } from '../execution/defer/deferred-operation.ts';
import { DeferFinder } from '../execution/defer/find-defers.ts';
import type { LabelledOperation } from '../execution/defer/label-defers.ts';
import { operationIn, type PlannableOperation } from './planner.ts';

/** Operations with deferred parts, planned once for each choice of what is deferred. */
export class DeferredPlans {
  readonly #finder = new DeferFinder();
  /** As long as whoever admits documents keeps them. */
  readonly #plans = new WeakMap<LabelledOperation, DeferredOperation | null>();
  readonly #plan: (labelled: LabelledOperation) => DeferredOperation | null;

  readonly #onAsked: (isInParts: boolean) => void;

  /** @param onAsked - told of each operation that defers something for its variables */
  constructor(
    plan: (labelled: LabelledOperation) => DeferredOperation | null,
    onAsked: (isInParts: boolean) => void,
  ) {
    this.#plan = plan;
    this.#onAsked = onAsked;
  }

  /**
   * @param variables - coerced, with defaults
   * @returns null where nothing is deferred, or the planner cannot
   */
  find(
    { document, operationName }: PlannableOperation,
    variables: Readonly<Record<string, unknown>>,
  ): DeferredOperation | null {
    const labelled = this.#finder.find(document, operationIn(document, operationName), variables);
    if (!labelled) return null;
    const known = this.#plans.get(labelled);
    const planned = known === undefined ? this.#plan(labelled) : known;
    if (known === undefined) this.#plans.set(labelled, planned);
    this.#onAsked(planned !== null);
    return planned;
  }
}
