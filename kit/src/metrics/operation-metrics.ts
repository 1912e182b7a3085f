import type { ProcessMetrics } from './process-metrics.ts';

export interface DoneOperation {
  /** Of a bounded set: see `operationLabel`. */
  readonly operation: string;
  readonly seconds: number;
  /** Codes of the errors in the answer; empty for a success. */
  readonly codes: readonly string[];
}

export type ObserveOperation = (done: DoneOperation) => void;

/** From a cached read to what a client gives up on. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Rate, errors and duration of the operations of one service. */
export function operationMetrics(metrics: ProcessMetrics, service: string): ObserveOperation {
  const duration = metrics.histogram(
    {
      name: 'moim_operation_duration_seconds',
      help: 'Time to answer a GraphQL operation, or one event of a subscription.',
      labels: ['service', 'operation'],
    },
    seconds,
  );
  const errors = metrics.counter({
    name: 'moim_operation_errors_total',
    help: 'Errors in the answers to GraphQL operations.',
    labels: ['service', 'operation', 'code'],
  });
  return ({ operation, seconds: took, codes }) => {
    duration({ service, operation }, took);
    for (const code of codes) errors({ service, operation, code });
  };
}
