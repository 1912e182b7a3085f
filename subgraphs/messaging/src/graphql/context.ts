import type { OperationIdentity, Viewer } from '@moim/kit/auth/viewer.ts';
import type { ReadDb } from '@moim/kit/db/database.ts';
import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { catchUp } from '../actions/catch-up.ts';
import { memberReader, type Reader, serviceReader } from '../domain/reader.ts';
import type { MessagingSettings } from '../settings.ts';

/** What the resolvers of one operation share. Never copied: loaders are keyed by it. */
export class Context {
  readonly services: Services;
  readonly settings: MessagingSettings;
  readonly #identity: OperationIdentity;
  #reader: Promise<Reader> | undefined;

  constructor(services: Services, identity: OperationIdentity, settings: MessagingSettings) {
    this.services = services;
    this.settings = settings;
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
   * Who reads rooms, once the memberships are known that the viewer's token speaks of.
   *
   * @throws {UnauthenticatedError}
   * @throws {BehindError}
   */
  reader(): Promise<Reader> {
    this.#reader ??= this.#findReader();
    return this.#reader;
  }

  async #findReader(): Promise<Reader> {
    if (this.#identity.isService) return serviceReader;
    await catchUp(this.services, this.viewer);
    return memberReader(this.viewer.memberId);
  }
}
