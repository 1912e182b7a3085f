import type { PublicCode } from './public-codes.ts';

/**
 * A failure that a caller can cause or must handle. Thrown in `domain/` and `actions/`, mapped to
 * a public code at the edge. `message` is shown to clients: English, no internals.
 */
export class DomainError extends Error {
  /** One of the public codes; subclasses name theirs. */
  readonly code: PublicCode;

  constructor(code: PublicCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** A value that breaks a rule; `field` is its path in the input, e.g. `input.text`. */
export class InvalidInputError extends DomainError {
  readonly field: string;

  constructor(field: string, message: string) {
    super('BAD_USER_INPUT', message);
    this.field = field;
  }
}

/** Unknown and forbidden ids look the same to the caller. */
export class NotFoundError extends DomainError {
  constructor(message = 'There is nothing with this id that you may see.') {
    super('NOT_FOUND', message);
  }
}

/** The viewer may see the thing but not do this to it. */
export class ForbiddenError extends DomainError {
  constructor(message = 'You may not do this.') {
    super('FORBIDDEN', message);
  }
}

/** The request contradicts what is stored. */
export class ConflictError extends DomainError {
  constructor(message: string) {
    super('CONFLICT', message);
  }
}

export class UnauthenticatedError extends DomainError {
  constructor(message = 'Log in first.') {
    super('UNAUTHENTICATED', message);
  }
}

/** A projection has not caught up with what the viewer's token speaks of; try again. */
export class BehindError extends DomainError {
  constructor(message = 'This change is still being taken in; try again.') {
    super('BEHIND', message);
  }
}
