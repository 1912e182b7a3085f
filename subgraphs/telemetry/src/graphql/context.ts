import type { OperationIdentity, Viewer } from '@moim/kit/auth/viewer.ts';
import type { ReadDb } from '@moim/kit/db/database.ts';
import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type Watcher, watcherOf } from '../domain/watcher.ts';

/** What the resolvers of one operation share. Never copied: loaders are keyed by it. */
export class Context {
  readonly services: Services;
  readonly #identity: OperationIdentity;

  constructor(services: Services, identity: OperationIdentity) {
    this.services = services;
    this.#identity = identity;
  }

  get db(): ReadDb {
    return this.services.db.read;
  }

  /**
   * For what every member may read.
   *
   * @throws {UnauthenticatedError}
   */
  get memberDb(): ReadDb {
    if (!this.#identity.viewer) throw new UnauthenticatedError();
    return this.db;
  }

  /** @throws {UnauthenticatedError} */
  get viewer(): Viewer {
    if (!this.#identity.viewer) throw new UnauthenticatedError();
    return this.#identity.viewer;
  }

  /**
   * Whose parking sessions may be looked at.
   *
   * @throws {UnauthenticatedError}
   */
  get watcher(): Watcher {
    return watcherOf(this.viewer);
  }
}
