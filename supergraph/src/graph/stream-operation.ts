import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { failActiveSpan } from '@moim/kit/trace/span.ts';
import type { Entered } from '../access/entered.ts';
import { type IncrementalResult, PartialAnswers } from '../access/partial-answers.ts';
import type { FormatError } from '../access/public-errors.ts';
import { closableStream } from '../execution/closable-stream.ts';
import type { Deadline } from '../execution/deadline.ts';
import type { DeferredOperation } from '../execution/defer/deferred-operation.ts';
import type { Delivery } from '../execution/defer/delivery.ts';
import { type Soon, whenThere } from '../execution/soon.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';
import type { Leases } from '../reload/leases.ts';
import type { Graph } from './graph.ts';
import type { Running } from './running.ts';
import { measureOperation } from './measure-operation.ts';

export type IncrementalResults = AsyncGenerator<IncrementalResult, void, void>;

interface Streaming {
  readonly graph: Graph;
  readonly formatError: FormatError;
  readonly metrics: SupergraphMetrics;
  readonly running: Running;
  readonly leases: Pick<Leases, 'take'>;
}

/**
 * Runs an operation that came through the door and sends its parts as they are there, errors masked; never
 * rejects. Closing it ends what is still being fetched. The supergraph is held until the last part was sent, or
 * nobody waits for it and nothing is under way.
 *
 * @returns null where nothing is deferred
 * @throws what planning, and paying for it, throws
 */
export function streamOperation(
  streaming: Streaming,
  entered: Entered,
  deadline: Deadline,
): Soon<IncrementalResults | null> {
  const { operation, caller, payForPlan: pay } = entered;
  const payer = { caller, deadline, pay };
  const preparing = streaming.graph.prepareDeferred(operation, operation.coercedVariables, payer);
  return whenThere(preparing, (deferred) => deferred && begin(streaming, deferred, entered, deadline));
}

function begin(
  { graph, formatError, metrics, running, leases }: Streaming,
  deferred: DeferredOperation,
  entered: Entered,
  deadline: Deadline,
): IncrementalResults {
  const { caller } = entered;
  const { variables } = entered.operation;
  const deliveries = graph.executeDeferred(deferred, { variables, caller, deadline });
  const answers = new PartialAnswers(entered, formatError, deferred.defers.values());
  running.begin();
  const giveBack = leases.take();
  return measured(metrics, entered, told(deliveries, answers), () => {
    running.end();
    giveBack();
  });
}

function told(
  deliveries: AsyncGenerator<Delivery, void, void>,
  answers: PartialAnswers,
): AsyncGenerator<IncrementalResult, void, void> {
  let hasFailed = false;
  return closableStream<IncrementalResult>({
    next: async () => {
      try {
        const delivery = hasFailed ? null : await deliveries.next();
        if (!delivery || delivery.done) return { done: true, value: undefined };
        return { done: false, value: answers.tell(delivery.value) };
      } catch (error) {
        hasFailed = true;
        return { done: false, value: answers.failure(error) };
      }
    },
    close: async () => {
      await deliveries.return();
    },
  });
}

/** One operation, however many its parts. */
function measured(
  metrics: SupergraphMetrics,
  entered: Entered,
  results: IncrementalResults,
  onEnd: () => void,
): IncrementalResults {
  const startedAtMs = performance.now();
  const errors: GraphQLFormattedError[] = [];
  let isLeft = false;
  const measure = (): void => {
    onEnd();
    measureOperation(metrics, entered, startedAtMs, { errors });
  };
  return closableStream({
    next: async () => {
      const result = await results.next();
      // Who leaves ends what they were waiting for, too.
      if (result.done && !isLeft) measure();
      if (!result.done) errors.push(...errorsIn(result.value));
      if (errors.length > 0) failActiveSpan();
      return result;
    },
    close: async () => {
      isLeft = true;
      try {
        await results.return();
      } finally {
        measure();
      }
    },
  });
}

const errorsIn = ({ errors = [], incremental = [] }: IncrementalResult): GraphQLFormattedError[] => [
  ...errors,
  ...incremental.flatMap((item: FormattedExecutionResult) => item.errors ?? []),
];
