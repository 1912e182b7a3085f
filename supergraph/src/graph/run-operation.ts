import type { FormattedExecutionResult } from 'graphql';
import { failActiveSpan } from '@moim/kit/trace/span.ts';
import { answerTo } from '../access/answer.ts';
import type { Entered } from '../access/door.ts';
import type { FormatError } from '../access/public-errors.ts';
import type { Deadline } from '../execution/deadline.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';
import type { Graph } from './graph.ts';
import { measureOperation } from './measure-operation.ts';

/** Runs queries and mutations that came through the door, for every transport. */
export interface OperationRunner {
  /** What the client is told, errors masked. Never rejects. */
  run(entered: Entered, deadline?: Deadline): Promise<FormattedExecutionResult>;
}

export function createOperationRunner(
  graph: Graph,
  formatError: FormatError,
  metrics: SupergraphMetrics,
): OperationRunner {
  return {
    run: async (entered, deadline) => {
      const startedAtMs = performance.now();
      const result = answerTo(entered, await execute(graph, formatError, entered, deadline));
      measureOperation(metrics, entered, startedAtMs, result);
      if (result.errors) failActiveSpan();
      return result;
    },
  };
}

async function execute(
  graph: Graph,
  formatError: FormatError,
  { operation: { document, operationName, variables }, caller }: Entered,
  deadline: Deadline | undefined,
): Promise<FormattedExecutionResult> {
  const { requestId } = caller.identity;
  try {
    const prepared = graph.prepare({ document, operationName });
    const { data, errors } = await graph.execute(prepared, { variables, caller, deadline });
    if (errors.length === 0) return { data };
    return { errors: errors.map((error) => formatError(error, requestId)), data };
  } catch (error) {
    return { errors: [formatError(error, requestId)] };
  }
}
