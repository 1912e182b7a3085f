import type { FormattedExecutionResult } from 'graphql';
import { failActiveSpan } from '@moim/kit/trace/span.ts';
import { answerTo } from '../access/answer.ts';
import type { Entered } from '../access/entered.ts';
import { causesOf, type NullCause } from '../access/explain-nulls.ts';
import type { FormatError } from '../access/public-errors.ts';
import { Deadline } from '../execution/deadline.ts';
import type { Soon } from '../execution/soon.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';
import type { Graph } from './graph.ts';
import { Leases } from '../reload/leases.ts';
import { Running } from './running.ts';
import { Served } from '../limits/served.ts';
import { type IncrementalResults, streamOperation } from './stream-operation.ts';
import { measureOperation } from './measure-operation.ts';

/**
 * Runs queries and mutations that came through the door, for every transport. What comes in parts holds the
 * supergraph that it began with until its end.
 */
export interface OperationRunner {
  /** What the client is told, errors masked. Never rejects. */
  run(entered: Entered, deadline?: Deadline): Promise<FormattedExecutionResult>;
  /** The same in parts; null where nothing is deferred. @throws what planning, and paying for it, throws */
  stream(entered: Entered, deadline?: Deadline): Soon<IncrementalResults | null>;
  /** Resolves when nothing runs, after that many milliseconds at the latest. */
  idle(withinMs: number): Promise<void>;
}

export function createOperationRunner(
  graph: Graph,
  formatError: FormatError,
  metrics: SupergraphMetrics,
  leases: Pick<Leases, 'take'> = new Leases(),
  served: Served = new Served(),
): OperationRunner {
  const running = new Running(served);
  return {
    run: async (entered, deadline = new Deadline()) => {
      running.begin();
      try {
        const startedAtMs = performance.now();
        const { told, causes } = await execute(graph, formatError, entered, deadline);
        const result = answerTo(entered, told, causes);
        if (deadline.hasLeft) return result; // nobody was answered
        measureOperation(metrics, entered, startedAtMs, result);
        if (result.errors) failActiveSpan();
        return result;
      } finally {
        deadline.end();
        running.end();
      }
    },
    stream: (entered, deadline = new Deadline()) =>
      streamOperation({ graph, formatError, metrics, running, leases }, entered, deadline),
    idle: (withinMs) => running.idle(withinMs),
  };
}

/** What a client is told, and where nulls come from. */
interface Executed {
  readonly told: FormattedExecutionResult;
  readonly causes: readonly NullCause[];
}

async function execute(
  graph: Graph,
  formatError: FormatError,
  { operation: { document, operationName, variables }, caller }: Entered,
  deadline: Deadline,
): Promise<Executed> {
  const { requestId } = caller.identity;
  try {
    const preparing = graph.prepare({ document, operationName }, caller, deadline);
    const prepared = preparing instanceof Promise ? await preparing : preparing;
    const { data, errors, violations } = await graph.execute(prepared, { variables, caller, deadline });
    const told = errors.map((error) => formatError(error, requestId));
    const causes = violations.length + errors.length > 0 ? causesOf(errors, told, violations) : [];
    return { told: { ...(told.length > 0 && { errors: told }), data }, causes };
  } catch (error) {
    return { told: { errors: [formatError(error, requestId)] }, causes: [] };
  }
}
