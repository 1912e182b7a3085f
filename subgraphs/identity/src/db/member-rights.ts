import { and, isNull, type SQL, sql } from 'drizzle-orm';
import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import { members } from './tables.ts';

/**
 * Colleagues see each other; a withdrawn member is seen by CX alone, an erased one by nobody. The
 * supergraph itself, for a stream that many share, sees what every colleague does.
 */
export function mayReadMember({ viewer, isService }: OperationIdentity): SQL | undefined {
  if (!viewer && !isService) return sql`false`;
  if (viewer?.roles.includes('CX')) return isNull(members.erasedAt);
  return and(isNull(members.erasedAt), isNull(members.withdrawnAt));
}
