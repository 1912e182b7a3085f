import type { IncomingMessage } from 'node:http';

/**
 * Whether a page may open a WebSocket here: CORS does not cover them. Programs send no Origin; a
 * browser's must be our own host, or one that was named.
 */
export function isAllowedOrigin({ headers }: IncomingMessage, allowed: readonly string[] = []): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (allowed.includes(origin)) return true;
  return URL.parse(origin)?.host === host;
}
