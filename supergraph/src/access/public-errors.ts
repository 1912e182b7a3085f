import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { publicCodes, type PublicCode } from '@moim/kit/errors/public-codes.ts';
import { type PublicError, toPublicError } from '@moim/kit/errors/public-error.ts';
import { activeTraceId } from '@moim/kit/trace/traceparent.ts';

/**
 * Rewrites an error for the client; `requestId` is in the log line of what was hidden. Null: the
 * request is not known here and whoever knows it will log.
 */
export type FormatError = (error: unknown, requestId: string | null) => GraphQLFormattedError;

/** Apollo's and graphql-js's own codes for a request that is at fault. */
const requestFaults = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'PERSISTED_QUERY_NOT_FOUND',
  'INVALID_GRAPHQL',
]);

/** What an error may tell beside its code, documented in docs/errors.md; nothing else that it carries leaves. */
export const shownDetails = ['field', 'subgraph', 'retryAfterSeconds'] as const;

/** Only the closed list of codes leaves; subgraphs have masked their errors, we do not rely on it. */
export function maskErrors(log: Pick<Logger, 'error'>): FormatError {
  return (error, requestId) => {
    const known = publicFace(error);
    if (!known && requestId !== null) log.error({ err: error, requestId }, 'operation failed');
    const { code, message, details } = known ?? hidden;
    return {
      message,
      ...placeOf(error),
      extensions: {
        code,
        retryable: publicCodes[code].retryable,
        ...details,
        ...idOf(requestId),
        ...ofTrace(),
      },
    };
  };
}

/**
 * For a foreign supergraph, whose codes are its own: nothing that its subgraphs say is renamed, nothing of ours is
 * added. What we refuse or could not do ourselves has the codes of our list.
 */
export const passErrors: FormatError = (error, requestId) => {
  if (!(error instanceof GraphQLError)) {
    const { code, message } = publicFace(error) ?? hidden;
    return { message, extensions: { code, ...ofOurs(code), ...idOf(requestId) } };
  }
  const { message, extensions = {} } = error.toJSON();
  const { stacktrace: _stack, http: _http, serviceName, ...theirs } = extensions;
  const isOurs = serviceName === undefined || serviceName === theirs['subgraph'];
  const { code } = theirs;
  return {
    message,
    ...placeOf(error),
    extensions: {
      ...theirs,
      ...(serviceName === undefined ? {} : { serviceName }),
      ...(isOurs && isPublicCode(code) ? ofOurs(code) : {}),
      ...idOf(requestId),
    },
  };
};

const ofOurs = (code: PublicCode) => ({ retryable: publicCodes[code].retryable, ...ofTrace() });

/** Where traces are exported, the one that shows what happened. */
function ofTrace(): { traceId?: string } {
  const traceId = activeTraceId();
  return traceId === null ? {} : { traceId };
}

const idOf = (requestId: string | null) => (requestId === null ? {} : { requestId });

interface PublicFace {
  readonly code: PublicCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, string | number>>;
}

const hidden: PublicFace = { code: 'INTERNAL', message: 'Something went wrong on our side.' };

function publicFace(error: unknown): PublicFace | null {
  const cause = rootCause(error);
  const domainError = toPublicError(cause);
  if (domainError) return faceOf(domainError);
  if (!(error instanceof GraphQLError)) return null;
  const { code } = error.extensions;
  const { message } = error;
  if (isPublicCode(code)) return { code, message, details: shown(error.extensions) };
  if (typeof code === 'string' && requestFaults.has(code)) return { code: 'BAD_USER_INPUT', message };
  return null;
}

const faceOf = ({ code, message, field }: PublicError): PublicFace => ({
  ...{ code, message },
  ...(field === undefined ? {} : { details: { field } }),
});

function rootCause(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

const isPublicCode = (code: unknown): code is PublicCode =>
  typeof code === 'string' && Object.hasOwn(publicCodes, code);

const shown = (values: Readonly<Record<string, unknown>>): Record<string, string | number> =>
  Object.fromEntries(
    shownDetails.flatMap((name) => {
      const value = values[name];
      return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [];
    }),
  );

function placeOf(error: unknown): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  if (!(error instanceof GraphQLError)) return {};
  const { locations, path } = error;
  return { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
}
