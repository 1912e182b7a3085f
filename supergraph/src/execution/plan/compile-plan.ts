import type { ConditionNode, FetchNode, PlanNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { type BatchKey, batchEqual } from './batch.ts';
import type { FetchStep, Step } from './compiled-plan.ts';
import { compileRepresent } from './represent.ts';
import { type PathStep, readPlanPath } from './response-path.ts';
import { compileRewrites } from './rewrite.ts';

/** What compiling a plan needs to know. */
export interface PlanContext {
  /** Of the supergraph, with all types. */
  readonly schema: GraphQLSchema;
}

/** @throws for a plan that we never ask for: `@defer` */
export function compilePlan(context: PlanContext, node: PlanNode): Step {
  return new PlanCompiler(context).compile(node, []);
}

class PlanCompiler {
  readonly #context: PlanContext;
  readonly #batchKeys = new Map<FetchStep, BatchKey>();

  constructor(context: PlanContext) {
    this.#context = context;
  }

  compile(node: PlanNode, path: readonly PathStep[]): Step {
    switch (node.kind) {
      case 'Fetch':
        return this.#fetch(node, path);
      case 'Sequence':
        return { kind: 'Sequence', steps: node.nodes.map((child) => this.compile(child, path)) };
      case 'Parallel':
        return this.#parallel(node.nodes.map((child) => this.compile(child, path)));
      case 'Flatten':
        return this.compile(node.node, [...path, ...readPlanPath(node.path)]);
      case 'Condition':
        return this.#condition(node, path);
      case 'Defer':
        throw new TypeError('incremental delivery is not offered');
    }
  }

  #fetch(node: FetchNode, path: readonly PathStep[]): FetchStep {
    const { schema } = this.#context;
    const { serviceName, operation, operationName, variableUsages = [], requires } = node;
    const step: FetchStep = {
      kind: 'Fetch',
      request: { subgraph: serviceName, query: operation, operationName, variableNames: variableUsages },
      paths: [path],
      represent: requires ? compileRepresent(schema, requires) : null,
      rewriteInput: compileRewrites(schema, node.inputRewrites),
      rewriteOutput: compileRewrites(schema, node.outputRewrites),
    };
    if (requires) this.#batchKeys.set(step, batchKeyOf(node));
    return step;
  }

  #parallel(steps: readonly Step[]): Step {
    const batched = batchEqual(steps, this.#batchKeys);
    const [only] = batched;
    return batched.length === 1 && only ? only : { kind: 'Parallel', steps: batched };
  }

  #condition({ condition, ifClause, elseClause }: ConditionNode, path: readonly PathStep[]): Step {
    return {
      kind: 'Condition',
      variable: condition,
      ifTrue: ifClause ? this.compile(ifClause, path) : null,
      ifFalse: elseClause ? this.compile(elseClause, path) : null,
    };
  }
}

/** The planner numbers the operations of a plan; fetches that differ in nothing else ask the same. */
function batchKeyOf({ serviceName, operation, operationName = '', ...node }: FetchNode): BatchKey {
  const { requires, inputRewrites, outputRewrites } = node;
  const text = operation.replace(operationName, '');
  return JSON.stringify([serviceName, text, requires, inputRewrites, outputRewrites]);
}
