/**
 * The closed list of codes that a client may meet, in `errors[].extensions.code` or in a typed
 * error of a mutation. Documented for clients in docs/errors.md; anything else is masked.
 */
export const publicCodes = {
  UNAUTHENTICATED: { httpStatus: 401, retryable: false },
  FORBIDDEN: { httpStatus: 403, retryable: false },
  /** A rule of the schema keeps this field, or its type, from this viewer; the rest of the answer is valid. */
  UNAUTHORIZED_FIELD_OR_TYPE: { httpStatus: 403, retryable: false },
  NOT_FOUND: { httpStatus: 404, retryable: false },
  BAD_USER_INPUT: { httpStatus: 400, retryable: false },
  CONFLICT: { httpStatus: 409, retryable: false },
  /** An `Idempotency-Key` came with another request than before. */
  IDEMPOTENCY_KEY_REUSED: { httpStatus: 422, retryable: false },
  /** The operation was named by a `documentId` that is not known here. */
  UNKNOWN_DOCUMENT: { httpStatus: 400, retryable: false },
  /** The operation is larger or deeper than the limits allow. */
  LIMIT_EXCEEDED: { httpStatus: 400, retryable: false },
  /** Too many attempts; `Retry-After` says when the next one is allowed. */
  RATE_LIMITED: { httpStatus: 429, retryable: true },
  /** This node has not yet seen a change that the viewer's token speaks of. */
  BEHIND: { httpStatus: 503, retryable: true },
  /** A subgraph did not answer in time or at all; the rest of the graph works. */
  SUBGRAPH_UNAVAILABLE: { httpStatus: 503, retryable: true },
  /** Read replicas are away, and the primary has as many of their reads waiting as it can answer. */
  REPLICA_UNAVAILABLE: { httpStatus: 503, retryable: true },
  /** The database is away for a moment, has no connection to spare, or undid this in favour of others. */
  DATABASE_UNAVAILABLE: { httpStatus: 503, retryable: true },
  /** A statement ran into its time limit, or waited too long for a lock, and was cancelled. */
  TIMED_OUT: { httpStatus: 504, retryable: true },
  /** A subscriber read too slowly; subscribe again with the last cursor. */
  SLOW_CONSUMER: { httpStatus: 429, retryable: true },
  /** The cursor is older than what is kept: load a fresh page, then subscribe from there. */
  RESYNC_REQUIRED: { httpStatus: 409, retryable: true },
  /** A new version of the graph no longer has what an open subscription asks for. */
  SCHEMA_CHANGED: { httpStatus: 409, retryable: false },
  INTERNAL: { httpStatus: 500, retryable: true },
} as const;

export type PublicCode = keyof typeof publicCodes;
