import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import { toPublicError } from '@moim/kit/errors/public-error.ts';
import { publicCodes } from '@moim/kit/errors/public-codes.ts';
import { costOf } from '../access/answer.ts';
import { Refusal } from '../access/refusal.ts';
import { RateLimited } from '../limits/rate-limited.ts';
import { TooMuchEffort } from '../limits/too-much-effort.ts';
import { sayRate } from './rate-headers.ts';

const responseJson = 'application/graphql-response+json';

/**
 * Answers a request that is not executed, as GraphQL over HTTP §6.4 asks: with
 * `application/graphql-response+json` a faulty document is 400, with `application/json` it is 200,
 * and whatever is wrong with the request itself has its own status in both.
 */
export function sendRefusal(
  response: ServerResponse,
  accept: string | undefined,
  error: unknown,
  errors: readonly GraphQLFormattedError[],
): void {
  const isModern = accept?.includes(responseJson) ?? false;
  const mediaType = isModern ? responseJson : 'application/json';
  if (error instanceof RateLimited) sayRate(response, error.charge, error.retryAfterSeconds);
  if (error instanceof TooMuchEffort) response.setHeader('retry-after', String(error.retryAfterSeconds));
  response
    .writeHead(statusOf(error, isModern), {
      'content-type': `${mediaType}; charset=utf-8`,
      connection: endsConnection(response, error) ? 'close' : 'keep-alive',
    })
    .end(JSON.stringify({ errors, ...(error instanceof RateLimited && costOf(error.charge)) }));
}

/** The HTTP status of anything that was thrown. */
export function statusOf(error: unknown, isModern: boolean): number {
  if (error instanceof Refusal) return error.isDocumentFault && !isModern ? 200 : error.httpStatus;
  return publicCodes[toPublicError(error)?.code ?? 'INTERNAL'].httpStatus;
}

/** Of a body that was announced as too large nothing was read, and it is discarded like others. */
function endsConnection(response: ServerResponse, error: unknown): boolean {
  if (isLeftUnread(response)) return true;
  return error instanceof Refusal && (error.endsConnection || error.httpStatus === 408);
}

/** What is left of a longer body is not worth its connection: to open another one costs more than this much. */
const maxDiscardedBytes = 256 * 1024;

/** A body that is very long, or does not say how long it is, is not read to its end. */
function isLeftUnread({ req: { complete, headers } }: ServerResponse): boolean {
  if (complete) return false;
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  return encoding !== undefined || Number(length ?? 0) > maxDiscardedBytes;
}

/** What is left of a body that was too large or too slow is not read. */
export const connectionAfter = (error: unknown): string =>
  error instanceof Refusal && (error.httpStatus === 413 || error.httpStatus === 408) ? 'close' : 'keep-alive';
