import { requireViewerOrApp } from '@moim/kit/auth/require-viewer-or-app.ts';
import { OperationContext } from '@moim/kit/graphql/operation-context.ts';
import type { AppScope } from '@moim/schema/app-scopes.ts';
import { catchUp } from '../actions/catch-up.ts';

/** What the resolvers of one operation share. Never copied: loaders are keyed by it. */
export class Context extends OperationContext {
  #reader: Promise<string> | undefined;

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
  /**
   * Rooms are for members, and for apps that were let in.
   *
   * @throws {ForbiddenError} an app was not
   * @throws {UnauthenticatedError}
   */
  assertReadsRooms(): void {
    requireViewerOrApp(this.identity, roomScope);
  }

  /**
   * Who asks when rooms are taken: the member, see {@link reader}, or null for an app, which is shown nobody's events.
   *
   * @throws {ForbiddenError} an app may not
   * @throws {UnauthenticatedError}
   * @throws {BehindError}
   */
  async roomReader(): Promise<string | null> {
    return requireViewerOrApp(this.identity, roomScope) && this.reader();
  }
}

export const roomScope: AppScope = 'rooms:read';
