import type { QueryPlan } from '@apollo/query-planner';
import { type DocumentNode, getOperationAST } from 'graphql';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { Graph } from '../graph/graph.ts';
import type { RunGuard } from './guard.ts';
import { pick } from './sharing-keys.ts';

/** A guard is an operation of the graph like any other, asked by the viewer himself. */
export function guardRunner(graph: Graph): RunGuard {
  const plans = new WeakMap<DocumentNode, QueryPlan>();
  return async (guard, values, credential) => {
    const caller = await credential.caller(newUuid());
    const operation = { document: guard, operationName: undefined };
    const plan = plans.get(guard) ?? graph.plan(operation);
    plans.set(guard, plan);
    const declared = getOperationAST(guard)?.variableDefinitions ?? [];
    const names = declared.map(({ variable }) => variable.name.value);
    return graph.execute(plan, operation, pick(values, names), { caller });
  };
}
