import type { OperationIdentity, Viewer } from '../auth/viewer.ts';
import type { ReadDb } from '../db/database.ts';
import { UnauthenticatedError } from '../errors/domain-error.ts';
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

  /** @throws {UnauthenticatedError} */
  get viewer(): Viewer {
    if (!this.identity.viewer) throw new UnauthenticatedError();
    return this.identity.viewer;
  }
}
