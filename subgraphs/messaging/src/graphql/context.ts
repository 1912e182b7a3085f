import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import { OperationContext } from '@moim/kit/graphql/operation-context.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { catchUp } from '../actions/catch-up.ts';
import { memberReader, type Reader, serviceReader } from '../domain/reader.ts';
import type { MessagingSettings } from '../settings.ts';

/** What the resolvers of one operation share. Never copied: loaders are keyed by it. */
export class Context extends OperationContext {
  readonly settings: MessagingSettings;
  #reader: Promise<Reader> | undefined;

  constructor(services: Services, identity: OperationIdentity, settings: MessagingSettings) {
    super(services, identity);
    this.settings = settings;
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
    if (this.identity.isService) return serviceReader;
    await catchUp(this.services, this.viewer);
    return memberReader(this.viewer.memberId);
  }
}
