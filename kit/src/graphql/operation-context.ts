import { requireViewer } from '../auth/require-viewer.ts';
import type { OperationIdentity, Viewer } from '../auth/viewer.ts';
import type { ReadDb } from '../db/database.ts';
import type { Services } from '../server/services.ts';

/** What the resolvers of one operation share. Never copied: loaders are keyed by it. */
export class OperationContext {
  readonly services: Services;
  readonly identity: OperationIdentity;

  constructor(services: Services, identity: OperationIdentity) {
    this.services = services;
    this.identity = identity;
  }

  get db(): ReadDb {
    return this.services.db.read;
  }

  /**
   * @throws {UnauthenticatedError} nobody asks
   * @throws {ForbiddenError} an app does
   */
  get viewer(): Viewer {
    return requireViewer(this.identity);
  }
}
