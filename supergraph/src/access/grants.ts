import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import type { AnyOf, Requirement } from './access-rules.ts';

/** What somebody may, in the words of the rules. */
export interface Grants {
  readonly isAuthenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  /** Those that were decided for them. */
  readonly policies: ReadonlySet<string>;
}

export type GrantsOf = (identity: OperationIdentity) => Grants;

/** Nobody's. */
export const noGrants: Grants = { isAuthenticated: false, scopes: new Set(), policies: new Set() };

/**
 * A viewer's scopes are their roles; an app's are those that it was given, and no others: `@authenticated` asks for a
 * member. No policy is decided here, so what needs one is nobody's.
 */
export function grantsOfViewer({ viewer, app }: OperationIdentity): Grants {
  if (viewer) return { isAuthenticated: true, scopes: new Set(viewer.roles), policies: new Set() };
  return app ? { ...noGrants, scopes: new Set(app.scopes) } : noGrants;
}

export function isGranted({ isForAuthenticated, scopes, policies }: Requirement, grants: Grants): boolean {
  if (isForAuthenticated && !grants.isAuthenticated) return false;
  return hasAny(scopes, grants.scopes) && hasAny(policies, grants.policies);
}

const hasAny = (required: AnyOf | null, held: ReadonlySet<string>): boolean =>
  required === null || required.some((all) => all.length > 0 && all.every((one) => held.has(one)));

/** Equal for whoever may the same. */
export const grantsKey = ({ isAuthenticated, scopes, policies }: Grants): string =>
  JSON.stringify([isAuthenticated, [...scopes].sort(), [...policies].sort()]);
