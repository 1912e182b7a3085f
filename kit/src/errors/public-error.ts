import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { DomainError } from './domain-error.ts';
import { OutageError } from './outage-error.ts';
import { type PublicCode, publicCodes } from './public-codes.ts';

/** What a client may learn of a failure: the closed list of codes, nothing internal. */
export interface PublicError {
  readonly code: PublicCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly field?: string;
}

/** The one place where a thrown value becomes a public error; null for what must be masked. */
export function toPublicError(thrown: unknown): PublicError | null {
  const error = thrown instanceof DomainError ? thrown : findOutage(thrown);
  if (!error) return null;
  const { code, message, field } = error;
  const { retryable } = publicCodes[code];
  return { code, message, retryable, ...(field === null ? {} : { field }) };
}

/** The query builder wraps what the storage said; of all causes only an outage is for the client. */
function findOutage(error: unknown): OutageError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof OutageError) return cause;
  return null;
}

/**
 * Rewrites an execution's error for the client. Domain errors keep their message and code, errors
 * of the request itself (syntax, validation, coercion) are BAD_USER_INPUT, all else is INTERNAL
 * and logged once with the request id.
 */
export function maskGraphQLError(
  error: GraphQLError,
  requestId: string,
  log: Pick<Logger, 'error'>,
): GraphQLError {
  const cause = rootCause(error);
  if (cause === undefined)
    return rewritten(error, { code: 'BAD_USER_INPUT', message: error.message, retryable: false }, requestId);
  const known = toPublicError(cause);
  if (known) return rewritten(error, known, requestId);
  log.error({ err: cause, path: error.path, requestId }, 'resolver failed');
  return rewritten(
    error,
    { code: 'INTERNAL', message: 'Something went wrong on our side.', retryable: true },
    requestId,
  );
}

/** GraphQL wraps errors in errors; the innermost that is none of its own is what was thrown. */
function rootCause(error: GraphQLError): unknown {
  let cause: unknown = error.originalError;
  while (cause instanceof GraphQLError) cause = cause.originalError;
  return cause ?? undefined;
}

function rewritten(error: GraphQLError, { message, ...rest }: PublicError, requestId: string): GraphQLError {
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions: { ...rest, requestId },
  });
}
