import type { PublicCode } from './public-codes.ts';

interface ErrorDetails extends ErrorOptions {
  readonly field?: string | undefined;
}

/**
 * A failure that a caller can cause or must handle. Thrown in `domain/` and `actions/`, mapped to
 * a public code at the edge. `message` is shown to clients: English, no internals.
 */
export class DomainError extends Error {
  /** One of the public codes; subclasses name theirs. */
  readonly code: PublicCode;
  /**
   * What in the request is at fault: a path in its arguments or its body, e.g. `input.text`, or the name
   * of a header. Null where no single value is.
   */
  readonly field: string | null;

  constructor(code: PublicCode, message: string, { field, ...options }: ErrorDetails = {}) {
    super(message, options);
    this.code = code;
    this.field = field ?? null;
    this.name = new.target.name;
  }
}

/** A value that breaks a rule, always named. */
export class InvalidInputError extends DomainError {
  override readonly field: string;

  constructor(field: string, message: string) {
    super('BAD_USER_INPUT', message);
    this.field = field;
  }
}

/** Unknown and forbidden ids look the same to the caller. */
export class NotFoundError extends DomainError {
  constructor(message = 'There is nothing with this id that you may see.', field?: string) {
    super('NOT_FOUND', message, { field });
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
  constructor(message: string, field?: string) {
    super('CONFLICT', message, { field });
  }
}

/** Nobody asks, or with a credential that is worth nothing: the client logs in and asks again. */
export class UnauthenticatedError extends DomainError {
  constructor(message = 'Log in first.', field?: string) {
    super('UNAUTHENTICATED', message, { field });
  }
}

/** A projection has not caught up with what the viewer's token speaks of; try again. */
export class BehindError extends DomainError {
  constructor(message = 'This change is still being taken in; try again.') {
    super('BEHIND', message);
  }
}
