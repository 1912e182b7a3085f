import { DomainError } from '@moim/kit/errors/domain-error.ts';

/** The signature does not fit the body: not from whom it says, or changed on the way. */
export class UntrustedMessageError extends DomainError {
  constructor() {
    super('UNAUTHENTICATED', 'The signature does not fit this message.');
  }
}
