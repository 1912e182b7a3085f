import { createHash } from 'node:crypto';
import type { HttpCaller } from './subgraph-connection.ts';

/**
 * Whom a change is remembered of: a member on whatever device; in front of a foreign supergraph, whoever holds the
 * same header; nobody is one. Null for the supergraph itself, whom events tell.
 */
export function askerOf({ identity, authorization }: Pick<HttpCaller, 'identity' | 'authorization'>) {
  if (identity.isService) return null;
  if (identity.viewer) return `member:${identity.viewer.memberId}`;
  if (identity.app) return `app:${identity.app.id}`;
  if (authorization === undefined) return 'nobody';
  return `header:${createHash('sha256').update(authorization).digest('hex')}`;
}
