import type { Logger } from 'pino';
import type { ReadinessCheck } from '@moim/kit/server/health.ts';
import type { Lifecycle } from '@moim/kit/server/lifecycle.ts';
import type { KeyValueStore } from '@moim/kit/live/key-value.ts';
import type { ProcessMetrics } from '@moim/kit/metrics/process-metrics.ts';
import type { Access } from './access/access.ts';
import type { GrantsOf } from './access/grants.ts';
import type { AdhocPolicy } from './access/trusted-documents.ts';
import type { BulkheadLimits } from './execution/bulkhead.ts';
import type { SubgraphConnection } from './execution/subgraph-connection.ts';
import type { UnsentBounds } from './http/cut-unsent.ts';
import type { EffortLimits } from './limits/effort-limits.ts';
import type { OperationLimits } from './limits/operation-limits.ts';
import type { PointLimits } from './limits/point-limits.ts';
import type { OpenPlanning } from './planning/planning.ts';
import type { Spread } from './subscriptions/spread.ts';

/** What a supergraph is served with: its texts and connections, who may what, and how much. */
export interface SupergraphOptions {
  /** Served at `/graphql`. */
  readonly supergraphSdl: string;
  /** More supergraphs over the same subgraphs, by the path of each, e.g. `/integrator/graphql`. */
  readonly variants?: ReadonlyMap<string, string>;
  /** One for each subgraph of the supergraph; closed with the server, or after a reload without them. */
  readonly connections: readonly SubgraphConnection[];
  readonly access: Access;
  /** Shared with the other supergraphs of the installation; default: there is no other. */
  readonly keyValue?: KeyValueStore;
  readonly log: Logger;
  /** JSON that anybody may read, by path, e.g. keys. */
  readonly published?: ReadonlyMap<string, string>;
  /** Folder of the built web app; nothing is served from a folder that has not been built. */
  readonly webRoot?: string;
  /** Null, and absent: nothing is measured. */
  readonly metrics?: ProcessMetrics | null;
  readonly readiness?: readonly ReadinessCheck[];
  /** By default one that serves until it is closed. */
  readonly lifecycle?: Lifecycle;
  /** Origins beside our own whose pages may use the graph, e.g. `https://app.moim.example`. */
  readonly allowedOrigins?: readonly string[];
  /** Addresses and CIDRs whose word about their clients is believed. */
  readonly trustedProxies?: readonly string[];
  /** That one address may have open; absent: any number. */
  readonly connectionsPerAddress?: number;
  readonly limits?: Partial<OperationLimits>;
  /** What somebody may, in the words of the supergraph's rules; absent: by their roles. */
  readonly grantsOf?: GrantsOf;
  /** What operations may cost; absent: anything, and nobody is charged. */
  readonly points?: Partial<PointLimits>;
  /** What of this process's time somebody may take with documents that are new or refused; absent: all of it. */
  readonly effort?: EffortLimits;
  /**
   * Documents that clients of `/graphql` may name by identifier (`sha256:…`) instead of sending them. Logs,
   * traces and metrics tell their operations apart; all others are `other`.
   */
  readonly documents?: ReadonlyMap<string, string>;
  /** Whose other documents are run; default: everybody's. */
  readonly adhoc?: AdhocPolicy;
  /** A foreign supergraph: its errors keep their codes, its schema is nobody's secret. */
  readonly isForeign?: boolean;
  /** Milliseconds between checks of open streams: of the right to listen, and of the credential. */
  readonly recheckEveryMs?: number;
  /** Milliseconds that an operation may take; what has not been answered by then is null, and says so. */
  readonly deadlineMs?: number;
  /** Milliseconds in which a client of a stream takes in 64 KiB; who takes in nothing is cut off. */
  readonly stalledMs?: number;
  /** Of plain requests: places of each subgraph, and milliseconds between two pieces of what is sent. */
  readonly plain?: { readonly room?: BulkheadLimits; readonly idleMs?: number };
  /** Over which live subscriptions go over to another supergraph. */
  readonly reloadSpread?: Spread;
  /** Milliseconds after which a connection on which nothing moves is cut; default 60,000. */
  readonly stalledAfterMs?: number;
  /** Bytes that clients may leave untaken; default 32 MB each, 256 MB together. */
  readonly unsent?: UnsentBounds;
  /** False: equal reads that are under way are asked one by one. */
  readonly sharesReads?: boolean;
  /** Milliseconds from when a read was sent within which equal ones join it; default 50. */
  readonly joinedForMs?: number;
  /** Whether it practises refusing once it listens; default: the first who is to be refused takes longer. */
  readonly rehearses?: boolean;
  /** Labels of progressive `@override` that are true, beside percentages; default: none. */
  readonly overrideLabels?: ReadonlySet<string>;
  /** Where operations are planned; default: in a thread of its own for all supergraphs, and one for each reload. */
  readonly startPlanning?: () => OpenPlanning;
}

/** What of them lives as long as the server; the rest is of the first supergraph alone. */
export type LastingOptions = Omit<SupergraphOptions, 'supergraphSdl' | 'variants' | 'connections'>;
