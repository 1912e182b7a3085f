import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { carryTrace } from '@moim/kit/trace/carried-trace.ts';
import { inChildSpan } from '@moim/kit/trace/span.ts';
import { continueTrace, traceparentOf } from '@moim/kit/trace/traceparent.ts';
import { causesOf, explainNulls, withNulls } from '../access/explain-nulls.ts';
import type { FormatError } from '../access/public-errors.ts';
import { type Caller, serviceCaller } from '../graph/caller.ts';
import type { Graph } from '../graph/graph.ts';
import type { SubscriptionPlan } from './subscription-plan.ts';

/**
 * Turns an upstream's event into what the client asked for: shaped, completed by other subgraphs, masked.
 *
 * @param isForOwner - of somebody who may know where nulls come from
 */
export async function executeEvent(
  graph: Graph,
  plan: SubscriptionPlan,
  variables: Readonly<Record<string, unknown>>,
  caller: Caller,
  event: ExecutionResult,
  formatError: FormatError,
  isForOwner = false,
): Promise<FormattedExecutionResult> {
  const parent = continueTrace(event.extensions?.['traceparent']);
  return inChildSpan('event', { parent }, async () => {
    const result = await executeInGraph(graph, plan, variables, caller, event, formatError, isForOwner);
    return carryTrace(result, traceparentOf());
  });
}

async function executeInGraph(
  ...[
    graph,
    { perEvent, subgraph, common: texts },
    variables,
    caller,
    event,
    formatError,
    isForOwner,
  ]: Parameters<typeof executeEvent>
): Promise<FormattedExecutionResult> {
  const { requestId } = caller.identity;
  try {
    const initial = { subgraph, data: event.data ?? null, errors: event.errors ?? [] };
    // Who asks for the primary is not given what was read for others before: a read in common may join such a one.
    const isCommon = texts.size > 0 && caller.identity.reads !== 'primary';
    const common = isCommon ? { texts, caller: serviceCaller(requestId) } : undefined;
    const { data, errors, violations } = await graph.execute(perEvent, {
      ...{ variables, caller, initial, common },
    });
    const told = errors.map((error) => formatError(error, requestId));
    const result = {
      ...(told.length > 0 ? { errors: told } : {}),
      data,
      ...(event.extensions?.['subscription']
        ? { extensions: { subscription: event.extensions['subscription'] } }
        : {}),
    };
    if (!isForOwner) return result;
    return withNulls(result, explainNulls(data, causesOf(errors, told, violations)));
  } catch (error) {
    return { errors: [formatError(error, requestId)], data: null };
  }
}
