import type { Services } from '../server/services.ts';
import type { Consumer } from './consumer.ts';
import type { EventObserver } from './event-observer.ts';
import type { Reach } from './fault-points.ts';
import type { Slots } from './slots.ts';
import type { EventSource } from './source.ts';

/** Everything that the consumption of one group needs, the same for all its shards. */
export interface Group {
  readonly subgraph: string;
  readonly consumer: Consumer;
  readonly source: EventSource;
  readonly services: Services;
  /** Transactions at a time of all groups of the subgraph together, so that requests get connections. */
  readonly slots: Slots;
  readonly random: () => number;
  readonly reach: Reach;
  /** Absent: nobody is told. */
  readonly observer?: EventObserver;
}
