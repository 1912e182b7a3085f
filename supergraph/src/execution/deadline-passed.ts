import { DomainError } from '@moim/kit/errors/domain-error.ts';

/** The time for an operation was over before this subgraph had answered its part. */
export class DeadlinePassedError extends DomainError {
  readonly subgraph: string;

  constructor(subgraph: string, options?: ErrorOptions) {
    super(
      'TIMED_OUT',
      `"${subgraph}" did not answer in the time that there was; ask for less, or later.`,
      options,
    );
    this.subgraph = subgraph;
  }
}
