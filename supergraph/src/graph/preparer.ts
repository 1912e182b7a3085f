import type { FetchNode, PlanNode } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { compileDeferredPlan } from '../execution/defer/deferred-plan.ts';
import { DeferredOperation } from '../execution/defer/deferred-operation.ts';
import type { LabelledOperation } from '../execution/defer/label-defers.ts';
import { type PlanContext, planContext } from '../execution/plan/plan-context.ts';
import { prepareOperation } from '../execution/prepare-operation.ts';
import type { PreparedOperation } from '../execution/prepared-operation.ts';
import { renameAmbiguous } from '../execution/rename-ambiguous.ts';
import { schemaOf, type SupergraphFacts } from '../planning/supergraph-facts.ts';
import { operationIn, type PlannableOperation } from './operation-in.ts';

/** Makes what runs of the plans of one supergraph. Its documents are as {@link renamed} makes them. */
export class Preparer {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** With every field of every subgraph. */
  readonly supergraphSchema: GraphQLSchema;
  readonly context: PlanContext;
  readonly #plannedNames: ReadonlySet<string>;

  constructor({ apiSdl, wholeSdl, standIns, keys, plannedNames }: SupergraphFacts) {
    this.apiSchema = schemaOf(apiSdl);
    this.supergraphSchema = schemaOf(wholeSdl);
    this.context = planContext(this.supergraphSchema, standIns, keys);
    this.#plannedNames = plannedNames;
  }

  /** With inner names where the client's would be in the way of the plan. */
  renamed(document: DocumentNode): DocumentNode {
    return renameAmbiguous(document, this.#plannedNames);
  }

  /** @param primary - of a subscription, whose events are what is there before `node` runs */
  prepare(
    { document, operationName }: PlannableOperation,
    node: PlanNode | undefined,
    primary: FetchNode | null = null,
  ): PreparedOperation {
    const operation = operationIn(document, operationName);
    return prepareOperation(this.context, { apiSchema: this.apiSchema, document, operation, node, primary });
  }

  prepareDeferred(labelled: LabelledOperation, node: PlanNode | undefined): DeferredOperation {
    const plan = compileDeferredPlan(this.context, node);
    const operation = operationIn(labelled.document, undefined);
    return new DeferredOperation({ ...labelled, operation, apiSchema: this.apiSchema, plan });
  }
}
