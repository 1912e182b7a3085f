import { DomainError } from '@moim/kit/errors/domain-error.ts';

/** Too many attempts, or no capacity for another one now. */
export class RateLimitedError extends DomainError {
  /** When it is worth trying again, in seconds from 1. */
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('RATE_LIMITED', 'Too many attempts; try again later.');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
