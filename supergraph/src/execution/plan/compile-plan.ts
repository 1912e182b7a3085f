import type { ConditionNode, FetchNode, PlanNode } from '@apollo/query-planner';
import { compileAnswerNames } from './answer-names.ts';
import { type BatchKey, batchEqual } from './batch.ts';
import type { FetchStep, Step } from './compiled-plan.ts';
import { compileContexts } from './contexts.ts';
import { hasContexts, orderByContexts } from './order-by-contexts.ts';
import { identifies } from './entity-keys.ts';
import type { PlanContext } from './plan-context.ts';
import { compileRepresent } from './represent.ts';
import { type PathStep, readPlanPath } from './response-path.ts';
import { compileRewrites } from './rewrite.ts';
import { splitFetch } from './split-fetch.ts';
import { withArguments } from './stand-ins.ts';

/**
 * @param whole - the plan that it is a part of
 * @throws for a plan with parts to be run apart, see `defer/deferred-plan.ts`
 */
export function compilePlan(context: PlanContext, node: PlanNode, whole: PlanNode = node): Step {
  const isContextual = hasContexts(whole);
  return new PlanCompiler(context, isContextual).compile(isContextual ? orderByContexts(node) : node, []);
}

class PlanCompiler {
  readonly #context: PlanContext;
  readonly #isContextual: boolean;
  readonly #batchKeys = new Map<FetchStep, BatchKey>();

  constructor(context: PlanContext, isContextual: boolean) {
    this.#context = context;
    this.#isContextual = isContextual;
  }

  compile(node: PlanNode, path: readonly PathStep[]): Step {
    switch (node.kind) {
      case 'Fetch':
        return awaited(
          node,
          this.#parallel(splitFetch(this.#context, node).map((part) => this.#fetch(part, path))),
        );
      case 'Sequence':
        return { kind: 'Sequence', steps: node.nodes.map((child) => this.compile(child, path)) };
      case 'Parallel':
        return this.#parallel(node.nodes.map((child) => this.compile(child, path)));
      case 'Flatten':
        return this.compile(node.node, [...path, ...readPlanPath(node.path)]);
      case 'Condition':
        return this.#condition(node, path);
      case 'Defer':
        throw new TypeError('a part of a plan is deferred where none may be');
    }
  }

  #fetch(node: FetchNode, path: readonly PathStep[]): FetchStep {
    const { schema, merge, standIns, keys } = this.#context;
    const { serviceName, operation, operationName, variableUsages = [], requires } = node;
    const step: FetchStep = {
      kind: 'Fetch',
      request: {
        subgraph: serviceName,
        query: withArguments(standIns, operation),
        operationName,
        variableNames: variableUsages,
      },
      paths: [path],
      represent: requires ? compileRepresent(this.#context, requires) : null,
      rewriteInput: compileRewrites(schema, node.inputRewrites),
      rewriteOutput: compileRewrites(schema, node.outputRewrites),
      nameInAnswer: compileAnswerNames(standIns, node.outputRewrites),
      readContexts: compileContexts(this.#context, node),
      sharesParts: !this.#isContextual,
      identifies: (representation) => identifies(keys, serviceName, representation),
      merge,
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

/** The planner names a fetch only where something waits for it. */
const awaited = ({ id }: FetchNode, step: Step): Step =>
  id === undefined ? step : { kind: 'Awaited', id, step };

/** The planner numbers the operations of a plan; fetches that differ in nothing else ask the same. */
function batchKeyOf({ serviceName, operation, operationName = '', ...node }: FetchNode): BatchKey {
  const { requires, inputRewrites, outputRewrites, contextRewrites } = node;
  const text = operation.replace(operationName, '');
  return JSON.stringify([serviceName, text, requires, inputRewrites, outputRewrites, contextRewrites]);
}
