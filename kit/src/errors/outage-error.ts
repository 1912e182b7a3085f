import { DomainError } from './domain-error.ts';

/** What the storage could not do now and may do later; found again under what a library wraps around it. */
export class OutageError extends DomainError {}

/** A statement ran into its time limit and was cancelled. */
export class StatementTimeoutError extends OutageError {
  constructor(options?: ErrorOptions) {
    super('TIMED_OUT', 'This took too long and was cancelled; try again, or ask for less.', options);
  }
}

/** The database is away, or has no connection to spare; a write may have been made nevertheless. */
export class DatabaseUnavailableError extends OutageError {
  constructor(options?: ErrorOptions) {
    super('SUBGRAPH_UNAVAILABLE', 'This part cannot reach its data at the moment; try again.', options);
  }
}

/** Replicas are away and the primary has as many of their reads waiting as it can answer in time. */
export class ReadsUnavailableError extends OutageError {
  constructor() {
    super('REPLICA_UNAVAILABLE', 'Too much is being read at the moment; try again.');
  }
}
