import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import type { KeyValueStore } from '@moim/kit/live/key-value.ts';
import { type ProcessMetrics, unmeasured } from '@moim/kit/metrics/process-metrics.ts';
import type { TrafficObserver } from './execution/traffic-observer.ts';
import { Freshness } from './freshness/freshness.ts';
import { TrustedProxies } from './http/trusted-proxies.ts';
import { type SupergraphMetrics, supergraphMetrics } from './metrics/supergraph-metrics.ts';
import { trafficMetrics } from './metrics/traffic-metrics.ts';
import type { LastingOptions } from './supergraph-options.ts';

/** What all parts of one server work with: what is known, who is believed, and who counts. */
export interface CommonGround {
  readonly keyValue: KeyValueStore;
  readonly freshness: Freshness;
  readonly proxies: TrustedProxies;
  readonly measured: ProcessMetrics;
  readonly metrics: SupergraphMetrics;
  readonly observer: TrafficObserver;
}

const strangerSays =
  'an address that is not among TRUSTED_PROXIES speaks of clients behind it: all of them count as one';

/** @throws {StartupError} naming what is no address of a proxy */
export function layCommonGround(options: LastingOptions): CommonGround {
  const keyValue = options.keyValue ?? new MemoryKeyValueStore();
  const measured = options.metrics ?? unmeasured;
  return {
    keyValue,
    freshness: new Freshness({ keyValue }),
    proxies: new TrustedProxies(options.trustedProxies, (address) =>
      options.log.warn({ address }, strangerSays),
    ),
    measured,
    metrics: supergraphMetrics(measured),
    observer: trafficMetrics(measured),
  };
}
