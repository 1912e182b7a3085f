import { and, isNull, type SQL, sql } from 'drizzle-orm';
import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import type { AppScope } from '@moim/schema/app-scopes.ts';
import { members } from './tables.ts';

export const directoryScope: AppScope = 'directory:read';

/**
 * Colleagues see each other; a withdrawn member is seen by CX alone, an erased one by nobody. The
 * supergraph itself, for a stream that many share, and an app with the directory's scope see what every colleague does.
 */
export function mayReadMember({ viewer, app, isService }: OperationIdentity): SQL | undefined {
  const isApp = app?.scopes.includes(directoryScope) ?? false;
  if (!viewer && !isService && !isApp) return sql`false`;
  if (viewer?.roles.includes('CX')) return isNull(members.erasedAt);
  return and(isNull(members.erasedAt), isNull(members.withdrawnAt));
}
