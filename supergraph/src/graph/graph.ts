import type { FetchNode, PlanNode } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { type Deadline, defaultDeadlineMs } from '../execution/deadline.ts';
import { Deadlines } from '../execution/deadlines.ts';
import type { DeferredOperation } from '../execution/defer/deferred-operation.ts';
import type { Delivery } from '../execution/defer/delivery.ts';
import type { ExecutedOperation, PreparedOperation } from '../execution/prepared-operation.ts';
import type { Soon } from '../execution/soon.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { type SupergraphMetrics, supergraphMetrics } from '../metrics/supergraph-metrics.ts';
import type { Asking, Demand } from '../planning/demand.ts';
import type { Plan, Planning } from '../planning/planning.ts';
import type { Caller } from './caller.ts';
import { type ExecuteOptions, Execution } from './execution.ts';
import type { PlannableOperation } from './operation-in.ts';
import { OverrideLabels } from './override-labels.ts';
import { type Payer, Plans } from './plans.ts';
import { Preparer } from './preparer.ts';

export interface GraphOptions {
  readonly supergraphSdl: string;
  /** Of this supergraph; closed with it. */
  readonly planning: Planning;
  readonly connections: readonly SubgraphConnection[];
  readonly freshness: Freshness;
  readonly metrics?: SupergraphMetrics;
  /** Milliseconds that an operation, its plan included, or an event of a subscription may take. */
  readonly deadlineMs?: number | undefined;
  /** Labels of progressive `@override` that are true, beside percentages. */
  readonly overrideLabels?: ReadonlySet<string> | undefined;
  /** Texts of documents that are known beforehand; default: none. */
  readonly trusted?: ReadonlySet<string>;
  /** From 0 to below 1: whether an operation is among those of a percentage. */
  readonly random?: () => number;
}

/** One supergraph, loaded: what clients may ask, how it is planned ({@link Plans}), and how a plan is run ({@link Execution}). */
export class Graph {
  readonly supergraphSdl: string;
  readonly #planning: Planning;
  readonly #preparer: Preparer;
  readonly #plans: Plans;
  readonly #execution: Execution;
  readonly #extensions: ReadonlySet<string>;

  /** @throws when the supergraph names a subgraph that nobody connected */
  constructor(options: GraphOptions) {
    const { supergraphSdl, planning, connections, freshness, metrics = supergraphMetrics() } = options;
    this.supergraphSdl = supergraphSdl;
    this.#planning = planning;
    this.#preparer = new Preparer(planning.facts);
    const deadlines = new Deadlines(options.deadlineMs ?? defaultDeadlineMs);
    this.#plans = new Plans({
      ...{ planning, preparer: this.#preparer, metrics, deadlines },
      overrides: new OverrideLabels(supergraphSdl, options.overrideLabels),
      trusted: options.trusted ?? new Set(),
      random: options.random ?? Math.random,
    });
    this.#execution = new Execution({
      ...{ subgraphs: planning.facts.subgraphs, connections, freshness, deadlines, onLate: metrics.late },
    });
    const extensions = connections.filter(({ isExtension }) => isExtension === true);
    this.#extensions = new Set(extensions.map(({ name }) => name));
  }

  /** What clients see. */
  get apiSchema(): GraphQLSchema {
    return this.#preparer.apiSchema;
  }

  /** With every field of every subgraph. */
  get supergraphSchema(): GraphQLSchema {
    return this.#preparer.supergraphSchema;
  }

  /** Whether a subgraph is none of ours. */
  isExtension(subgraph: string): boolean {
    return this.#extensions.has(subgraph);
  }

  /** Among which share of all something is that lives for long, by its id: the same whenever it is asked for. */
  choiceOf(id: string): number {
    return this.#plans.choiceOf(id);
  }

  /**
   * Who waits for the plan of a document.
   *
   * @param document - with what was read of its text
   * @param caller - null: nobody in particular
   * @param deadline - begins now unless it has; null: they wait as long as it takes
   */
  asking(document: DocumentNode, caller: Caller | null, deadline: Deadline | null): Asking {
    return this.#plans.asking(document, caller, deadline);
  }

  /**
   * The plan itself, of what is not run as it is.
   *
   * @param choice - of where fields are, see {@link choiceOf}
   * @throws {TooComplex} an operation that is beyond the planner's limits
   * @throws {PlanningBusy} it was not its turn in time
   */
  plan(operation: PlannableOperation, choice: number, demand: Demand): Soon<Plan['node']> {
    return this.#plans.plan(operation, choice, demand);
  }

  /**
   * At once where it is known; equal ones that come meanwhile are planned once.
   *
   * @param caller - who waits for it; null: nobody in particular
   * @param deadline - of the operation: begins when the plan has to be waited for, and goes on when it is executed; null:
   *   it is waited for however long it takes
   * @throws {NotPlannedInTime} the deadline was over before
   * @throws what {@link plan} throws
   */
  prepare(
    operation: PlannableOperation,
    caller: Caller | null,
    deadline: Deadline | null = null,
  ): Soon<PreparedOperation> {
    return this.#plans.prepare(operation, caller, deadline);
  }

  /** The same before anybody asks, and not counted as asked. */
  expect(operation: PlannableOperation): Promise<void> {
    return this.#plans.expect(operation);
  }

  /** What is prepared most often, wherever its fields are, the busiest first. */
  busiest(count: number): readonly OperationDefinitionNode[] {
    return this.#plans.busiest(count);
  }

  /**
   * Waits as {@link prepare} does.
   *
   * @param variables - coerced, with defaults
   * @param payer - of a choice of what is deferred that is new here
   * @returns null where nothing is deferred, or the planner cannot: it is run like any other
   * @throws what {@link prepare} and paying throw
   */
  prepareDeferred(
    operation: PlannableOperation,
    variables: ExecuteOptions['variables'],
    payer: Payer = { caller: null, deadline: null },
  ): Soon<DeferredOperation | null> {
    return this.#plans.prepareDeferred(operation, variables, payer);
  }

  /** What is done with each event of a subscription: what other subgraphs add to what `primary` brings. */
  prepareEvents(
    operation: PlannableOperation,
    primary: FetchNode,
    rest: PlanNode | undefined,
  ): PreparedOperation {
    const document = this.#preparer.renamed(operation.document);
    return this.#preparer.prepare({ ...operation, document }, rest, primary);
  }

  /** Plans nothing any more. */
  close(): Promise<void> {
    return this.#planning.close();
  }

  /** Errors are as the subgraphs gave them, not yet masked. What is late is one of them. */
  execute(prepared: PreparedOperation, options: ExecuteOptions): Promise<ExecutedOperation> {
    return this.#execution.run(prepared, options);
  }

  /** What has not been fetched when the stream is closed is not fetched, but for what a mutation itself does. */
  executeDeferred(
    deferred: DeferredOperation,
    options: ExecuteOptions,
  ): AsyncGenerator<Delivery, void, void> {
    return this.#execution.stream(deferred, options);
  }
}
