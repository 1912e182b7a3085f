import { type OperationDefinitionNode, print } from 'graphql';
import { openChildSpan } from '@moim/kit/trace/span.ts';
import type { DeferredOperation } from '../execution/defer/deferred-operation.ts';
import type { LabelledOperation } from '../execution/defer/label-defers.ts';
import type { PreparedOperation } from '../execution/prepared-operation.ts';
import { inTheEnd, type Soon, whenThere } from '../execution/soon.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';
import type { Plan, Planning } from '../planning/planning.ts';
import { busiestOf } from './busiest-of.ts';
import type { Caller } from './caller.ts';
import { DeferredPlans } from './deferred-plans.ts';
import { operationIn, type PlannableOperation } from './operation-in.ts';
import type { OverrideConditions, OverrideLabels } from './override-labels.ts';
import { PlanCache, type Planned } from './plan-cache.ts';
import type { Preparer } from './preparer.ts';
import { shareOf } from './share-of.ts';
import { whoseTurn } from './whose-turn.ts';

export interface PlansOptions {
  readonly planning: Planning;
  readonly preparer: Preparer;
  readonly overrides: OverrideLabels;
  readonly metrics: SupergraphMetrics;
  /** Texts of documents that are known beforehand. */
  readonly trusted: ReadonlySet<string>;
  /** From 0 to below 1: whether an operation is among those of a percentage. */
  readonly random: () => number;
}

/** The plans of one choice of where fields are. */
interface PlansOfChoice {
  readonly overrides: OverrideConditions;
  readonly whole: PlanCache;
  readonly deferred: DeferredPlans;
}

/** How the operations of one supergraph are planned, and which are. */
export class Plans {
  readonly #options: PlansOptions;
  /** For each choice of the overrides; mostly there is one. */
  readonly #ofChoices: readonly PlansOfChoice[];

  constructor(options: PlansOptions) {
    const { overrides, metrics } = (this.#options = options);
    this.#ofChoices = overrides.choices.map((conditions, choice) => ({
      overrides: conditions,
      whole: new PlanCache(metrics),
      deferred: new DeferredPlans(
        (labelled, caller) => this.#planInParts(labelled, choice, caller),
        metrics.deferred,
      ),
    }));
  }

  /** Among which share of all something is that lives for long, by its id: the same whenever it is asked for. */
  choiceOf(id: string): number {
    return this.#ofChoices.length === 1 ? 0 : this.#options.overrides.choose(shareOf(id));
  }

  /** The plan itself, see `Graph.plan`. */
  plan(operation: PlannableOperation, choice: number, caller: Caller | null): Soon<Plan['node']> {
    const document = this.#options.preparer.renamed(operation.document);
    const planned = this.#ask({ ...operation, document }, choice, caller, false);
    return whenThere(planned, (plan) => plan?.node);
  }

  /** What runs, see `Graph.prepare`. */
  prepare(operation: PlannableOperation, caller: Caller | null): Soon<PreparedOperation> {
    const node = operationIn(operation.document, operation.operationName);
    const choice = this.#choose();
    return this.#of(choice).whole.get(node, () => this.#planInSpan(operation, choice, caller));
  }

  /** The same before anybody asks, and not counted as asked. */
  async expect(operation: PlannableOperation): Promise<void> {
    const node = operationIn(operation.document, operation.operationName);
    for (const [choice, { whole }] of this.#ofChoices.entries())
      await whole.expect(node, () => this.#planInSpan(operation, choice, null));
  }

  /** What is prepared most often, wherever its fields are, the busiest first. */
  busiest(count: number): readonly OperationDefinitionNode[] {
    return busiestOf(
      this.#ofChoices.map(({ whole }) => whole.uses()),
      count,
    );
  }

  /** What runs in parts, see `Graph.prepareDeferred`. */
  prepareDeferred(
    operation: PlannableOperation,
    variables: Readonly<Record<string, unknown>>,
    caller: Caller | null,
  ): Soon<DeferredOperation | null> {
    return this.#of(this.#choose()).deferred.find(operation, variables, caller);
  }

  #choose(): number {
    return this.#ofChoices.length === 1 ? 0 : this.#options.overrides.choose(this.#options.random());
  }

  #of(choice: number): PlansOfChoice {
    const plans = this.#ofChoices[choice];
    if (!plans) throw new TypeError(`there is no choice ${choice}`);
    return plans;
  }

  #planInSpan(operation: PlannableOperation, choice: number, caller: Caller | null): Soon<Planned> {
    const span = openChildSpan('gateway.plan', {});
    return inTheEnd(
      () => this.#planWhole(operation, choice, caller),
      () => span?.end(),
    );
  }

  #planWhole(operation: PlannableOperation, choice: number, caller: Caller | null): Soon<Planned> {
    const { preparer } = this.#options;
    const renamed = { ...operation, document: preparer.renamed(operation.document) };
    return whenThere(this.#ask(renamed, choice, caller, false), (plan) => {
      const { node, characters = 0, seconds = 0 } = plan ?? {};
      if (node?.kind === 'Subscription') throw new TypeError('a subscription is run event by event');
      return { prepared: preparer.prepare(renamed, node), characters, seconds };
    });
  }

  #planInParts(
    labelled: LabelledOperation,
    choice: number,
    caller: Caller | null,
  ): Soon<DeferredOperation | null> {
    const { preparer } = this.#options;
    const document = preparer.renamed(labelled.document);
    const asked = this.#ask({ document, operationName: undefined }, choice, caller, true);
    return whenThere(asked, (plan) => {
      if (!plan || plan.node?.kind === 'Subscription') return null;
      return preparer.prepareDeferred({ ...labelled, document }, plan.node);
    });
  }

  #ask(
    { document, operationName }: PlannableOperation,
    choice: number,
    caller: Caller | null,
    isInParts: boolean,
  ): Soon<Plan | null> {
    const { planning, trusted } = this.#options;
    const { overrides } = this.#of(choice);
    const who = whoseTurn(document, caller, trusted);
    return planning.ask({ text: print(document), operationName, overrides, isInParts }, who);
  }
}
