import { DomainError } from './domain-error.ts';

/** What the storage could not do now and may do later; found again under what a library wraps around it. */
export class OutageError extends DomainError {}

/** The server is away for a moment, has no connection to spare, or undid this in favour of others. */
export class DatabaseUnavailableError extends OutageError {
  constructor(options?: ErrorOptions) {
    super('DATABASE_UNAVAILABLE', 'The database has no time for this at the moment; try again.', options);
  }
}

/** A statement ran into its time limit, or waited too long for a lock, and was cancelled. */
export class StatementTimeoutError extends OutageError {
  constructor(options?: ErrorOptions) {
    super('TIMED_OUT', 'This took too long and was cancelled; try again, or ask for less.', options);
  }
}

/** Replicas are away and the primary has as many of their reads waiting as it can answer in time. */
export class ReadsUnavailableError extends OutageError {
  constructor() {
    super('REPLICA_UNAVAILABLE', 'Too much is being read at the moment; try again.');
  }
}
