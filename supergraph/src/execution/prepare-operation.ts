import type { FetchNode, PlanNode } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { compileAnswerNames } from './plan/answer-names.ts';
import { compilePlan } from './plan/compile-plan.ts';
import type { PlanContext } from './plan/plan-context.ts';
import { compileRewrites } from './plan/rewrite.ts';
import { PreparedOperation } from './prepared-operation.ts';

/** An operation and its plan. */
export interface PlannedOperation {
  readonly apiSchema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Nothing: no subgraph is asked. */
  readonly node: PlanNode | undefined;
  /** Of a subscription, whose events are what is there before `node` runs. */
  readonly primary: FetchNode | null;
}

/** Does once what does not depend on a request. */
export function prepareOperation(
  context: PlanContext,
  { apiSchema, document, operation, node, primary }: PlannedOperation,
): PreparedOperation {
  return new PreparedOperation({
    apiSchema,
    document,
    operation,
    step: node ? compilePlan(context, node) : null,
    rewriteInitial: compileRewrites(context.schema, primary?.outputRewrites),
    nameInEvent: compileAnswerNames(context.standIns, primary?.outputRewrites),
  });
}
