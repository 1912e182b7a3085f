import { type Backbone, startBackbone } from '../events/backbone.ts';
import type { EventSource } from '../events/source.ts';
import type { EventTransport } from '../events/event-copies.ts';
import type { OpenSubgraph } from './open-subgraph.ts';

export interface BackboneReach {
  /** Where to read each publisher's log, by its name. */
  readonly sources: ReadonlyMap<string, EventSource>;
  /** Null: every group reads the publisher's log itself. */
  readonly transport: EventTransport | null;
}

/** Sets the events and jobs of an opened subgraph to work. */
export function startBackboneOf(
  { hosted, pools, jobs, alerts, keepEventsMs, observed }: OpenSubgraph,
  { sources, transport }: BackboneReach,
): Promise<Backbone> {
  const { subgraph, services } = hosted;
  return startBackbone({
    ...{ subgraph, services, pool: pools.write, jobs, alerts, keepEventsMs, sources },
    ...observed,
    ...(transport && { transport }),
  });
}
