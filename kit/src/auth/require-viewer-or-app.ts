import { ForbiddenError } from '../errors/domain-error.ts';
import { requireViewer } from './require-viewer.ts';
import type { OperationIdentity, Viewer } from './viewer.ts';

/**
 * Who asks for what members may, and apps with this scope: the member, or null for such an app.
 *
 * @throws {ForbiddenError} an app asks that was not given the scope
 * @throws {UnauthenticatedError} nobody asks
 */
export function requireViewerOrApp(
  { viewer, app }: Pick<OperationIdentity, 'viewer' | 'app'>,
  scope: string,
): Viewer | null {
  if (viewer || !app) return requireViewer({ viewer });
  if (!app.scopes.includes(scope)) throw new ForbiddenError(`An app needs the scope ${scope} for this.`);
  return null;
}
