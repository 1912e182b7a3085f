import { operationFromDocument, type Schema, Supergraph } from '@apollo/federation-internals';
import { type FetchNode, type PlanNode, type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import {
  type DocumentNode,
  getOperationAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compilePlan } from '../execution/plan/compile-plan.ts';
import { compileRewrites } from '../execution/plan/rewrite.ts';
import { PreparedOperation } from '../execution/prepared-operation.ts';
import { renameAmbiguous } from '../execution/rename-ambiguous.ts';
import type { Planned } from './plan-cache.ts';
import { plannedNames } from './planned-names.ts';
import { plannerConfig } from './planner-limits.ts';

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
  readonly #internalApiSchema: Schema;
  readonly #planner: QueryPlanner;
  readonly #plannedNames: ReadonlySet<string>;

  constructor(supergraphSdl: string) {
    const supergraph = Supergraph.build(supergraphSdl);
    this.#internalApiSchema = supergraph.apiSchema();
    this.apiSchema = this.#internalApiSchema.toGraphQLJSSchema();
    this.supergraphSchema = supergraph.schema.toGraphQLJSSchema();
    this.subgraphs = [...supergraph.subgraphsMetadata()].map(({ name }) => name);
    this.#planner = new QueryPlanner(supergraph, plannerConfig);
    this.#plannedNames = plannedNames(supergraphSdl);
  }

  /** @throws an operation that is beyond the planner's limits, see `planner-limits.ts` */
  plan(operation: PlannableOperation): QueryPlan {
    return this.#plan(this.#renamed(operation), operation.operationName);
  }

  /** The same, ready to run. */
  prepare(operation: PlannableOperation): Planned {
    const document = this.#renamed(operation);
    const { node } = this.#plan(document, operation.operationName);
    if (node?.kind === 'Subscription') throw new TypeError('a subscription is run event by event');
    return {
      prepared: this.#prepared(document, operation, node, null),
      characters: JSON.stringify(node ?? null).length,
    };
  }

  /** What is done with each event of a subscription: what other subgraphs add to what `primary` brings. */
  prepareEvents(
    operation: PlannableOperation,
    primary: FetchNode,
    rest: PlanNode | undefined,
  ): PreparedOperation {
    return this.#prepared(this.#renamed(operation), operation, rest, primary);
  }

  #renamed({ document }: PlannableOperation): DocumentNode {
    return renameAmbiguous(document, this.#plannedNames);
  }

  #plan(document: DocumentNode, operationName: string | undefined): QueryPlan {
    const options = operationName ? { operationName } : {};
    return this.#planner.buildQueryPlan(operationFromDocument(this.#internalApiSchema, document, options));
  }

  #prepared(
    document: DocumentNode,
    { operationName }: PlannableOperation,
    node: PlanNode | undefined,
    primary: FetchNode | null,
  ): PreparedOperation {
    const context = { schema: this.supergraphSchema };
    return new PreparedOperation({
      apiSchema: this.apiSchema,
      document,
      operation: operationIn(document, operationName),
      step: node ? compilePlan(context, node) : null,
      rewriteInitial: compileRewrites(this.supergraphSchema, primary?.outputRewrites),
    });
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
