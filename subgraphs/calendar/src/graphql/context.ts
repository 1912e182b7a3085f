import type { OperationIdentity, Viewer } from '@moim/kit/auth/viewer.ts';
import type { ReadDb } from '@moim/kit/db/database.ts';
import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { catchUp } from '../actions/catch-up.ts';

/** What the resolvers of one operation share. Never copied: loaders are keyed by it. */
export class Context {
  readonly services: Services;
  readonly #identity: OperationIdentity;
  #reader: Promise<string> | undefined;

  constructor(services: Services, identity: OperationIdentity) {
    this.services = services;
    this.#identity = identity;
  }

  get db(): ReadDb {
    return this.services.db.read;
  }

  /** @throws {UnauthenticatedError} */
  get viewer(): Viewer {
    if (!this.#identity.viewer) throw new UnauthenticatedError();
    return this.#identity.viewer;
  }

  /**
   * The id of the member who reads, once the memberships are known that their token speaks of.
   *
   * @throws {UnauthenticatedError}
   * @throws {BehindError}
   */
  reader(): Promise<string> {
    this.#reader ??= catchUp(this.services, this.viewer).then(() => this.viewer.memberId);
    return this.#reader;
  }
}
