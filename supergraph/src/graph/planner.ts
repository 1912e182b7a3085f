import { operationFromDocument, type Schema } from '@apollo/federation-internals';
import { type FetchNode, type PlanNode, type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import {
  type DocumentNode,
  getOperationAST,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { type PlanContext, planContext } from '../execution/plan/plan-context.ts';
import { compileDeferredPlan } from '../execution/defer/deferred-plan.ts';
import { DeferredOperation } from '../execution/defer/deferred-operation.ts';
import type { LabelledOperation } from '../execution/defer/label-defers.ts';
import { splitParts } from '../execution/defer/split-parts.ts';
import { withoutDefers } from '../execution/defer/without-defers.ts';
import { keepSelected } from '../execution/keep-selected.ts';
import { prepareOperation } from '../execution/prepare-operation.ts';
import type { PreparedOperation } from '../execution/prepared-operation.ts';
import { renameAmbiguous } from '../execution/rename-ambiguous.ts';
import { buildSupergraph } from './build-supergraph.ts';
import { narrowAbstract } from './narrow-abstract.ts';
import type { OverrideConditions } from './override-labels.ts';
import type { Planned } from './plan-cache.ts';
import { plannedNames } from './planned-names.ts';
import { plannerConfig } from './planner-limits.ts';
import { plannerSupergraph } from './planner-supergraph.ts';

/** An operation to plan: valid for the API schema. */
export interface PlannableOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
}

type OperationName = PlannableOperation['operationName'];

/** Fields are where they were. */
const noOverrides: OverrideConditions = new Map();

/** Turns operations into what runs: the stock planner's plans, compiled. */
export class Planner {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** With every field of every subgraph. */
  readonly supergraphSchema: GraphQLSchema;
  /** Names in the supergraph, each to be connected. */
  readonly subgraphs: readonly string[];
  /** For compiling its plans. */
  readonly context: PlanContext;
  readonly #internalApiSchema: Schema;
  readonly #planner: QueryPlanner;
  readonly #plannedNames: ReadonlySet<string>;
  readonly #hasContexts: boolean;

  constructor(supergraphSdl: string) {
    const supergraph = buildSupergraph(supergraphSdl);
    this.apiSchema = supergraph.apiSchema().toGraphQLJSSchema({ includeDefer: true });
    this.supergraphSchema = supergraph.schema.toGraphQLJSSchema();
    this.subgraphs = [...supergraph.subgraphsMetadata()].map(({ name }) => name);
    const { sdl, standIns, keys } = plannerSupergraph(supergraphSdl);
    // Validated as it was given; with stand-ins some `@external` are of no use.
    const planned = buildSupergraph(sdl, { isValid: true });
    this.#internalApiSchema = planned.apiSchema();
    this.#planner = new QueryPlanner(planned, plannerConfig);
    this.#plannedNames = plannedNames(sdl);
    this.#hasContexts = sdl.includes('contextArguments: [{');
    this.context = planContext(this.supergraphSchema, standIns, keys);
  }

  /** @throws an operation that is beyond the planner's limits, see `planner-limits.ts` */
  plan(operation: PlannableOperation, overrides: OverrideConditions = noOverrides): QueryPlan {
    return this.#plan(this.renamed(operation.document), operation.operationName, overrides);
  }

  /** The same, ready to run. */
  prepare(operation: PlannableOperation, overrides: OverrideConditions = noOverrides): Planned {
    const document = this.renamed(operation.document);
    const { node } = this.#plan(document, operation.operationName, overrides);
    if (node?.kind === 'Subscription') throw new TypeError('a subscription is run event by event');
    const characters = JSON.stringify(node ?? null).length;
    return { prepared: this.#prepared(document, operation, node, null), characters };
  }

  /** What is done with each event of a subscription: what other subgraphs add to what `primary` brings. */
  prepareEvents(
    operation: PlannableOperation,
    primary: FetchNode,
    rest: PlanNode | undefined,
  ): PreparedOperation {
    return this.#prepared(this.renamed(operation.document), operation, rest, primary);
  }

  /** With inner names where the client's would be in the way of the plan. */
  renamed(document: DocumentNode): DocumentNode {
    return renameAmbiguous(document, this.#plannedNames);
  }

  /** The same for an operation with parts that come later; null: it cannot be planned in parts. */
  prepareDeferred(
    labelled: LabelledOperation,
    overrides: OverrideConditions = noOverrides,
  ): DeferredOperation | null {
    const document = this.renamed(labelled.document);
    const operation = operationIn(document, undefined);
    const planned = this.planDeferred(document, overrides);
    if (!planned) return null;
    const plan = compileDeferredPlan(this.context, planned.node);
    return new DeferredOperation({ ...labelled, document, operation, apiSchema: this.apiSchema, plan });
  }

  /**
   * The planner gives up on some operations with parts; then it is asked for them in pieces. What it refuses even so,
   * or for its limits, is planned as a whole.
   *
   * @param document - with inner names, see {@link renamed}
   */
  planDeferred(
    document: DocumentNode,
    overrides: OverrideConditions = noOverrides,
  ): { readonly node: PlanNode | undefined } | null {
    return (
      this.#tryToPlan(() => document, overrides) ?? this.#tryToPlan(() => this.#split(document), overrides)
    );
  }

  #split(document: DocumentNode): DocumentNode {
    const operation = splitParts(this.apiSchema, operationIn(document, undefined));
    return { kind: Kind.DOCUMENT, definitions: [operation] };
  }

  #tryToPlan(
    documentOf: () => DocumentNode,
    overrides: OverrideConditions,
  ): { readonly node: PlanNode | undefined } | null {
    try {
      const { node } = this.#planAsIs(documentOf(), undefined, overrides);
      return node?.kind === 'Subscription' ? null : { node };
    } catch {
      return null;
    }
  }

  #plan(document: DocumentNode, operationName: OperationName, overrides: OverrideConditions): QueryPlan {
    return this.#planAsIs(withoutDefers(document), operationName, overrides);
  }

  #planAsIs(document: DocumentNode, operationName: OperationName, overrides: OverrideConditions): QueryPlan {
    try {
      return this.#build(document, operationName, overrides);
    } catch (error) {
      if (!this.#hasContexts || !isWithoutWay(error)) throw error;
      return this.#build(narrowAbstract(this.apiSchema, document), operationName, overrides);
    }
  }

  #build(document: DocumentNode, operationName: OperationName, overrides: OverrideConditions): QueryPlan {
    const options = operationName ? { operationName } : {};
    const operation = operationFromDocument(this.#internalApiSchema, keepSelected(document), options);
    return this.#planner.buildQueryPlan(operation, { overrideConditions: new Map(overrides) });
  }

  #prepared(
    document: DocumentNode,
    { operationName }: PlannableOperation,
    node: PlanNode | undefined,
    primary: FetchNode | null,
  ): PreparedOperation {
    const operation = operationIn(document, operationName);
    return prepareOperation(this.context, { apiSchema: this.apiSchema, document, operation, node, primary });
  }
}

/** The planner's words where nothing leads to a field. */
const isWithoutWay = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Was not able to find any options for ');

/** @throws when the document has no such operation, or several and none is named */
export function operationIn(
  document: DocumentNode,
  operationName: string | undefined,
): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new TypeError('the document has no such operation');
  return operation;
}
