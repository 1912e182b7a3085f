import { ForbiddenError, UnauthenticatedError } from '../errors/domain-error.ts';
import type { OperationIdentity, Viewer } from './viewer.ts';

/**
 * The member who asks.
 *
 * @throws {ForbiddenError} an app asks for itself: no log-in would help it
 * @throws {UnauthenticatedError} nobody asks
 */
export function requireViewer({ viewer, app }: Pick<OperationIdentity, 'viewer' | 'app'>): Viewer {
  if (viewer) return viewer;
  if (app) throw new ForbiddenError('This needs a member; an app has none.');
  throw new UnauthenticatedError();
}
