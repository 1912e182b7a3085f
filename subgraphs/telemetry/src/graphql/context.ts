import { requireViewer } from '@moim/kit/auth/require-viewer.ts';
import type { ReadDb } from '@moim/kit/db/database.ts';
import { OperationContext } from '@moim/kit/graphql/operation-context.ts';
import { type Watcher, watcherOf } from '../domain/watcher.ts';

/** What the resolvers of one operation share. Never copied: loaders are keyed by it. */
export class Context extends OperationContext {
  /**
   * For what every member may read.
   *
   * @throws {UnauthenticatedError}
   */
  get memberDb(): ReadDb {
    requireViewer(this.identity);
    return this.db;
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
