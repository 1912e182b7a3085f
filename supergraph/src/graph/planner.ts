import { operationFromDocument, type Schema, Supergraph } from '@apollo/federation-internals';
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
import type { Planned } from './plan-cache.ts';
import { plannedNames } from './planned-names.ts';
import { plannerConfig } from './planner-limits.ts';
import { plannerSupergraph } from './planner-supergraph.ts';

/** An operation to plan: valid for the API schema. */
export interface PlannableOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
}

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

  constructor(supergraphSdl: string) {
    const supergraph = Supergraph.build(supergraphSdl);
    this.apiSchema = supergraph.apiSchema().toGraphQLJSSchema({ includeDefer: true });
    this.supergraphSchema = supergraph.schema.toGraphQLJSSchema();
    this.subgraphs = [...supergraph.subgraphsMetadata()].map(({ name }) => name);
    const { sdl, standIns, keys } = plannerSupergraph(supergraphSdl);
    // Validated as it was given; with stand-ins some `@external` are of no use.
    const planned = Supergraph.build(sdl, { validateSupergraph: false });
    this.#internalApiSchema = planned.apiSchema();
    this.#planner = new QueryPlanner(planned, plannerConfig);
    this.#plannedNames = plannedNames(sdl);
    this.context = planContext(this.supergraphSchema, standIns, keys);
  }

  /** @throws an operation that is beyond the planner's limits, see `planner-limits.ts` */
  plan(operation: PlannableOperation): QueryPlan {
    return this.#plan(this.renamed(operation.document), operation.operationName);
  }

  /** The same, ready to run. */
  prepare(operation: PlannableOperation): Planned {
    const document = this.renamed(operation.document);
    const { node } = this.#plan(document, operation.operationName);
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
  prepareDeferred(labelled: LabelledOperation): DeferredOperation | null {
    const document = this.renamed(labelled.document);
    const operation = operationIn(document, undefined);
    const planned = this.planDeferred(document);
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
  planDeferred(document: DocumentNode): { readonly node: PlanNode | undefined } | null {
    return this.#tryToPlan(() => document) ?? this.#tryToPlan(() => this.#split(document));
  }

  #split(document: DocumentNode): DocumentNode {
    const operation = splitParts(this.apiSchema, operationIn(document, undefined));
    return { kind: Kind.DOCUMENT, definitions: [operation] };
  }

  #tryToPlan(documentOf: () => DocumentNode): { readonly node: PlanNode | undefined } | null {
    try {
      const { node } = this.#planAsIs(documentOf(), undefined);
      return node?.kind === 'Subscription' ? null : { node };
    } catch {
      return null;
    }
  }

  #plan(document: DocumentNode, operationName: string | undefined): QueryPlan {
    return this.#planAsIs(withoutDefers(document), operationName);
  }

  #planAsIs(document: DocumentNode, operationName: string | undefined): QueryPlan {
    const options = operationName ? { operationName } : {};
    const operation = operationFromDocument(this.#internalApiSchema, keepSelected(document), options);
    return this.#planner.buildQueryPlan(operation);
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

/** @throws when the document has no such operation, or several and none is named */
export function operationIn(
  document: DocumentNode,
  operationName: string | undefined,
): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new TypeError('the document has no such operation');
  return operation;
}
