import type { IncomingMessage, ServerResponse } from 'node:http';
import { rateHeaders } from './rate-headers.ts';
import { idempotencyKeyHeader } from '@moim/kit/idempotency/keyed-request.ts';
import { seenHeader } from '../freshness/seen-token.ts';

/** Seconds that a browser need not ask again. */
const rememberS = 600;
const methods = 'GET, POST, OPTIONS';
const headers = `authorization, content-type, accept, x-request-id, ${idempotencyKeyHeader}, ${seenHeader}`;

/**
 * CORS for pages of exactly the origins that were named, with the refresh cookie. Everybody else's
 * pages get no header, so their browser keeps the answer from them.
 *
 * @returns true when the request was a preflight and has been answered
 */
export function answerCors(
  request: IncomingMessage,
  response: ServerResponse,
  origins: readonly string[],
): boolean {
  const { origin } = request.headers;
  if (origins.length > 0) response.setHeader('vary', 'origin');
  if (origin === undefined || !origins.includes(origin)) return false;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader(
    'access-control-expose-headers',
    `x-request-id, retry-after, ${rateHeaders.join(', ')}, ${seenHeader}`,
  );
  const isPreflight =
    request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (!isPreflight) return false;
  response
    .writeHead(204, {
      'access-control-allow-methods': methods,
      'access-control-allow-headers': headers,
      'access-control-max-age': String(rememberS),
    })
    .end();
  return true;
}
