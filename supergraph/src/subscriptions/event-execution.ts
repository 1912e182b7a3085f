import type { GraphQLDataSource } from '@apollo/gateway';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { carryTrace } from '@moim/kit/trace/carried-trace.ts';
import { inChildSpan } from '@moim/kit/trace/span.ts';
import { continueTrace, traceparentOf } from '@moim/kit/trace/traceparent.ts';
import type { FormatError } from '../access/public-errors.ts';
import type { Caller } from '../graph/caller.ts';
import { toGatewayResponse } from '../graph/connection-data-source.ts';
import type { Graph } from '../graph/graph.ts';
import { eventService, type SubscriptionPlan } from './subscription-plan.ts';

/** An event on its way into the executor. */
class CarriedEvent {
  readonly result: ExecutionResult;

  constructor(result: ExecutionResult) {
    this.result = result;
  }
}

/** Answers the plan's first fetch with the event. Copied: the executor merges into what it is given. */
const eventSource: GraphQLDataSource = {
  process: async ({ context }) => {
    const event: unknown = context['event'];
    if (!(event instanceof CarriedEvent)) throw new TypeError('a plan for events ran without one');
    const { data, errors } = event.result;
    return toGatewayResponse({ data: structuredClone(data ?? null), ...(errors ? { errors } : {}) });
  },
};

/** Turns an upstream's event into what the client asked for: shaped, completed by other subgraphs, masked. */
export async function executeEvent(
  graph: Graph,
  plan: SubscriptionPlan,
  variables: Readonly<Record<string, unknown>>,
  caller: Caller,
  event: ExecutionResult,
  formatError: FormatError,
): Promise<FormattedExecutionResult> {
  const parent = continueTrace(event.extensions?.['traceparent']);
  return inChildSpan('event', { parent }, async () => {
    const result = await executeInGraph(graph, plan, variables, caller, event, formatError);
    return carryTrace(result, traceparentOf());
  });
}

async function executeInGraph(
  ...[graph, plan, variables, caller, event, formatError]: Parameters<typeof executeEvent>
): Promise<FormattedExecutionResult> {
  const { requestId } = caller.identity;
  try {
    const context = { caller, event: new CarriedEvent(event) };
    const services = { [eventService]: eventSource };
    const result = await graph.execute(plan.perEvent, plan, variables, context, services);
    return {
      ...(result.errors ? { errors: result.errors.map((error) => formatError(error, requestId)) } : {}),
      data: result.data ?? null,
      ...(event.extensions?.['subscription']
        ? { extensions: { subscription: event.extensions['subscription'] } }
        : {}),
    };
  } catch (error) {
    return { errors: [formatError(error, requestId)], data: null };
  }
}
