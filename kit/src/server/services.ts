import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { DeadLetterDesk } from '../dead-letters/desk.ts';
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
  /**
   * The desk of each subgraph's dead letters, by its name, wherever it runs. Absent where nobody asks,
   * as in a test of one subgraph.
   */
  readonly desks?: ReadonlyMap<string, DeadLetterDesk>;
  /**
   * A secret by the name of its environment variable, e.g. `INSURANCE_DATA_KEY`; made up by the
   * installation where the operator set none. Null, and absent as a whole, where there is none.
   */
  readonly secretOf?: (variable: string) => string | null;
  /**
   * Called by an action whose answer holds what is shown once, such as a secret: a change under a key of the client
   * does not keep it. Absent where nothing is kept.
   */
  readonly forgetAnswer?: () => void;
}
