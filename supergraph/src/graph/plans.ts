import { type DocumentNode, type OperationDefinitionNode, print } from 'graphql';
import { openChildSpan } from '@moim/kit/trace/span.ts';
import type { Deadline } from '../execution/deadline.ts';
import type { Deadlines } from '../execution/deadlines.ts';
import { neverEmpty } from '../execution/decide-conditions.ts';
import type { DeferredOperation } from '../execution/defer/deferred-operation.ts';
import type { LabelledOperation } from '../execution/defer/label-defers.ts';
import type { PreparedOperation } from '../execution/prepared-operation.ts';
import { inTheEnd, type Soon, whenThere } from '../execution/soon.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';
import type { Asking, Demand } from '../planning/demand.ts';
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
  /** Of the operations that are planned and then run. */
  readonly deadlines: Deadlines;
  readonly metrics: SupergraphMetrics;
  /** Texts of documents that are known beforehand. */
  readonly trusted: ReadonlySet<string>;
  /** From 0 to below 1: whether an operation is among those of a percentage. */
  readonly random: () => number;
}

/** Who asks for a plan that may cost something. */
export interface Payer {
  /** Null: nobody in particular. */
  readonly caller: Caller | null;
  /** Of the operation; null: it is waited for however long it takes. */
  readonly deadline: Deadline | null;
  /** Called before what is new is planned. @throws where they may not have it */
  readonly pay?: () => Soon<void>;
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
        (labelled, demand) => this.#planInParts(labelled, choice, demand),
        metrics.deferred,
      ),
    }));
  }

  /** Among which share of all something is that lives for long, by its id: the same whenever it is asked for. */
  choiceOf(id: string): number {
    return this.#ofChoices.length === 1 ? 0 : this.#options.overrides.choose(shareOf(id));
  }

  /** Who waits for the plan of a document, see `Graph.asking`. */
  asking(document: DocumentNode, caller: Caller | null, deadline: Deadline | null): Asking {
    if (deadline) this.#options.deadlines.begin(deadline);
    return { who: whoseTurn(document, caller, this.#options.trusted), wait: deadline };
  }

  /** The plan itself, see `Graph.plan`. */
  plan(operation: PlannableOperation, choice: number, demand: Demand): Soon<Plan['node']> {
    const document = this.#options.preparer.renamed(operation.document);
    const planned = this.#ask({ ...operation, document }, choice, demand, false);
    return whenThere(planned, (plan) => plan?.node);
  }

  /** What runs, see `Graph.prepare`. */
  prepare(
    operation: PlannableOperation,
    caller: Caller | null,
    deadline: Deadline | null,
  ): Soon<PreparedOperation> {
    const { document, operationName } = operation;
    const choice = this.#choose();
    return this.#of(choice).whole.get(
      operationIn(document, operationName),
      (demand) => this.#planInSpan(operation, choice, demand),
      () => this.asking(document, caller, deadline),
    );
  }

  /** The same before anybody asks, and not counted as asked. */
  async expect(operation: PlannableOperation): Promise<void> {
    const node = operationIn(operation.document, operation.operationName);
    for (const [choice, { whole }] of this.#ofChoices.entries())
      await whole.expect(node, (demand) => this.#planInSpan(operation, choice, demand));
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
    { caller, deadline, pay }: Payer,
  ): Soon<DeferredOperation | null> {
    const { deferred } = this.#of(this.#choose());
    const asking = () => this.asking(operation.document, caller, deadline);
    return deferred.find(operation, variables, asking, pay);
  }

  #choose(): number {
    return this.#ofChoices.length === 1 ? 0 : this.#options.overrides.choose(this.#options.random());
  }

  #of(choice: number): PlansOfChoice {
    const plans = this.#ofChoices[choice];
    if (!plans) throw new TypeError(`there is no choice ${choice}`);
    return plans;
  }

  #planInSpan(operation: PlannableOperation, choice: number, demand: Demand): Soon<Planned> {
    const span = openChildSpan('gateway.plan', {});
    return inTheEnd(
      () => this.#planWhole(operation, choice, demand),
      () => span?.end(),
    );
  }

  #planWhole(operation: PlannableOperation, choice: number, demand: Demand): Soon<Planned> {
    const { preparer } = this.#options;
    const renamed = { ...operation, document: preparer.renamed(operation.document) };
    return whenThere(this.#ask(renamed, choice, demand, false), (plan) => {
      const { node, characters = 0, seconds = 0 } = plan ?? {};
      if (node?.kind === 'Subscription') throw new TypeError('a subscription is run event by event');
      return { prepared: preparer.prepare(renamed, node), characters, seconds };
    });
  }

  #planInParts(labelled: LabelledOperation, choice: number, demand: Demand): Soon<DeferredOperation | null> {
    const { preparer } = this.#options;
    const document = preparer.renamed(labelled.document);
    const asked = this.#ask({ document, operationName: undefined }, choice, demand, true);
    return whenThere(asked, (plan) => {
      if (!plan || plan.node?.kind === 'Subscription') return null;
      return preparer.prepareDeferred({ ...labelled, document }, plan.node);
    });
  }

  #ask(
    { document, operationName }: PlannableOperation,
    choice: number,
    demand: Demand,
    isInParts: boolean,
  ): Soon<Plan | null> {
    const { overrides } = this.#of(choice);
    // Decided conditions may leave a selection with nothing in it, for which there are no words.
    const text = print(neverEmpty(document));
    const question = { text, operationName, overrides, isInParts };
    return this.#options.planning.ask(question, demand);
  }
}
