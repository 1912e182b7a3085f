import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { openDatabase, type OpenDatabase } from '../db/open-database.ts';
import type { AlertChannel } from '../alerts/alert-channel.ts';
import { openAlertChannel } from '../alerts/open-alert-channel.ts';
import type { DeadLetterDesk } from '../dead-letters/desk.ts';
import { deskRoute } from '../dead-letters/desk-route.ts';
import { localDesk } from '../dead-letters/local-desk.ts';
import type { EventObserver } from '../events/event-observer.ts';
import { endingWith } from '../events/ending-with.ts';
import { eventReadersRoute } from '../events/event-readers-route.ts';
import { eventHeadsRoute, eventLogRoute } from '../events/event-log-route.ts';
import { localEventSource } from '../events/local-event-source.ts';
import { readRetention } from '../events/read-retention.ts';
import type { EventSource } from '../events/source.ts';
import { newUuid } from '../ids/uuid.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { pgBossJobs } from '../jobs/pg-boss-jobs.ts';
import type { Bus } from '../live/bus.ts';
import type { KeyValueStore } from '../live/key-value.ts';
import { tracedBus } from '../live/traced-wake-up.ts';
import { watchBackbone } from '../metrics/backbone-metrics.ts';
import { readMetrics, watchPools, watchReplicas } from '../metrics/database-metrics.ts';
import { eventMetrics } from '../metrics/event-metrics.ts';
import { operationMetrics } from '../metrics/operation-metrics.ts';
import type { ProcessMetrics } from '../metrics/process-metrics.ts';
import { checkPrimary } from './check-primary.ts';
import type { ReadinessCheck } from './health.ts';
import { type HostedSubgraph, hostSubgraph } from './host.ts';
import type { Services } from './services.ts';
import type { Subgraph } from './subgraph.ts';

export interface OpenSubgraphOptions {
  readonly subgraph: Subgraph;
  /** Logs in as the subgraph's own role. */
  readonly databaseUrl: string;
  /** Its replicas, logged in as the role that only reads; default none. */
  readonly replicaUrls?: readonly string[];
  readonly bus: Bus;
  readonly keyValue: KeyValueStore;
  readonly log: Logger;
  readonly now?: () => Date;
  /** Aborts when a long poll has to end, although nothing has come. */
  readonly closing?: AbortSignal;
  /** See `Services.secretOf`; without it the process's own environment is asked. */
  readonly secretOf?: (variable: string) => string | null;
  /** Absent: nothing is measured. */
  readonly metrics?: ProcessMetrics | null;
  /** See `Services.desks`; may be filled afterwards. */
  readonly desks?: ReadonlyMap<string, DeadLetterDesk>;
}

/** A subgraph with its services open; it answers, but does nothing unasked before `startBackbone`. */
export interface OpenSubgraph {
  readonly hosted: HostedSubgraph;
  readonly pools: OpenDatabase['pools'];
  readonly jobs: JobRunner;
  /** Its event log, for the consumers of this process. */
  readonly events: EventSource;
  /** The desk of its dead letters, for this process. */
  readonly desk: DeadLetterDesk;
  /** Where operators are told of what waits for them. */
  readonly alerts: AlertChannel;
  /** How long its events stay at least, in milliseconds. */
  readonly keepEventsMs: number;
  /** For `startBackbone`; absent when nothing is measured. */
  readonly observed: { readonly observer?: EventObserver };
  readonly readiness: readonly ReadinessCheck[];
  close(): Promise<void>;
}

/** Opens its pools, desk and jobs, and asks none of them yet: nothing fails here for want of a database. */
export function openSubgraph(options: OpenSubgraphOptions): OpenSubgraph {
  const { subgraph, databaseUrl, bus, keyValue, now = () => new Date(), desks = new Map() } = options;
  const { replicaUrls = [], metrics } = options;
  const { name } = subgraph;
  const log = options.log.child({ subgraph: subgraph.name });
  const keepEventsMs = readRetention();
  const observer = metrics ? { observer: readMetrics(metrics, name) } : {};
  const opened = openDatabase({ url: databaseUrl, replicaUrls, subgraph: name, log, ...observer });
  const { database, pools } = opened;
  const jobs = pgBossJobs({ subgraph: subgraph.name, pool: pools.write, log });
  const { secretOf = (variable: string) => process.env[variable] ?? null } = options;
  const shared = { db: database, bus: tracedBus(bus), keyValue, jobs, log, now, newId: newUuid };
  const services: Services = { ...shared, secretOf, desks };
  if (metrics) {
    watchPools(metrics, name, pools);
    watchBackbone(metrics, name, database.write, keepEventsMs);
    watchReplicas(metrics, name, () => database.replicated?.lag() ?? null);
  }
  const observe = metrics ? operationMetrics(metrics, name) : undefined;
  return {
    hosted: hostSubgraph(withOwnRoutes(subgraph, options.closing), services, observe),
    pools,
    jobs,
    events: localEventSource(subgraph.name, services),
    alerts: openAlertChannel(log),
    keepEventsMs,
    desk: localDesk(subgraph.name, services),
    observed: metrics ? { observer: eventMetrics(metrics, name) } : {},
    readiness: readinessOf(name, database),
    close: () => opened.close(),
  };
}

/** A replica that is away costs the primary's time and nobody an answer. */
function readinessOf(name: string, { write, replicated }: Database): readonly ReadinessCheck[] {
  const primary = { name: `${name} database`, isReady: () => checkPrimary(write) };
  if (!replicated) return [primary];
  const isReady = () => Promise.resolve(replicated.lag() !== null);
  return [primary, { name: `${name} replica`, isOptional: true, isReady }];
}

/** Every subgraph lets our other processes read its log and decide on its dead letters. */
function withOwnRoutes(subgraph: Subgraph, closing?: AbortSignal): Subgraph {
  const { name, routes } = subgraph;
  const openSource = (publisher: string, services: Services) =>
    endingWith(closing, localEventSource(publisher, services));
  const log = [eventLogRoute(name, openSource), eventHeadsRoute(name), eventReadersRoute(name)];
  const own = [...log, deskRoute(name)];
  return { ...subgraph, routes: [...routes, ...own] };
}
