import { OperationContext } from '@moim/kit/graphql/operation-context.ts';
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
}
