import type { FormattedExecutionResult } from 'graphql';
import { failActiveSpan } from '@moim/kit/trace/span.ts';
import { answerTo } from '../access/answer.ts';
import type { Entered } from '../access/door.ts';
import type { FormatError } from '../access/public-errors.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';
import type { Graph } from './graph.ts';
import { type IncrementalResults, streamOperation } from './stream-operation.ts';
import { measureOperation } from './measure-operation.ts';

/** Runs queries and mutations that came through the door, for every transport. */
export interface OperationRunner {
  /** What the client is told, errors masked. Never rejects. */
  run(entered: Entered, signal?: AbortSignal): Promise<FormattedExecutionResult>;
  /** The same in parts; null where nothing is deferred. */
  stream(entered: Entered, signal?: AbortSignal): IncrementalResults | null;
}

export function createOperationRunner(
  graph: Graph,
  formatError: FormatError,
  metrics: SupergraphMetrics,
): OperationRunner {
  return {
    run: async (entered, signal) => {
      const startedAtMs = performance.now();
      const result = answerTo(entered, await execute(graph, formatError, entered, signal));
      measureOperation(metrics, entered, startedAtMs, result);
      if (result.errors) failActiveSpan();
      return result;
    },
    stream: (entered, signal) => streamOperation({ graph, formatError, metrics }, entered, signal),
  };
}

async function execute(
  graph: Graph,
  formatError: FormatError,
  { operation: { document, operationName, variables }, caller }: Entered,
  signal: AbortSignal | undefined,
): Promise<FormattedExecutionResult> {
  const { requestId } = caller.identity;
  try {
    const prepared = graph.prepare({ document, operationName });
    const { data, errors } = await graph.execute(prepared, {
      variables,
      caller,
      ...(signal ? { signal } : {}),
    });
    if (errors.length === 0) return { data };
    return { errors: errors.map((error) => formatError(error, requestId)), data };
  } catch (error) {
    return { errors: [formatError(error, requestId)] };
  }
}
