import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Bus } from '../live/bus.ts';
import type { KeyValueStore } from '../live/key-value.ts';

/** What a subgraph is given by the process that hosts it. Nothing here is global. */
export interface Services {
  readonly db: Database;
  readonly bus: Bus;
  readonly keyValue: KeyValueStore;
  readonly jobs: Jobs;
  readonly log: Logger;
  /** The only clock that actions see. */
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}
