import type { Pool } from 'pg';
import type { AlertChannel } from '../alerts/alert-channel.ts';
import { deadLetterAlerts } from '../dead-letters/alert-jobs.ts';
import { pruneKeysJob } from '../idempotency/prune-keys.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { startJobs } from '../jobs/start-jobs.ts';
import type { Services } from '../server/services.ts';
import type { Subgraph } from '../server/subgraph.ts';
import { confirmPositionsJob } from './confirm-positions.ts';
import { consumerCandidacies } from './consume.ts';
import type { Consumer } from './consumer.ts';
import { Elections } from './elections.ts';
import type { EventCopies, EventTransport } from './event-copies.ts';
import type { EventObserver } from './event-observer.ts';
import { noFaults, type Reach } from './fault-points.ts';
import type { Group } from './group.ts';
import { landedIn } from './landed-events.ts';
import { pruneEventLogJob } from './prune-event-log.ts';
import { pruneInboxJob } from './prune-inbox.ts';
import { Relay } from './relay.ts';
import { sessionsLike } from './session.ts';
import { Slots } from './slots.ts';
import type { EventSource } from './source.ts';

export interface BackboneOptions {
  readonly subgraph: Pick<Subgraph, 'name' | 'triggers' | 'lastingEvents'>;
  readonly services: Services;
  /** The subgraph's pool on the primary. One more connection, made alike, holds the leader locks. */
  readonly pool: Pool;
  /**
   * Where to read each publisher's log, by its name; one for every `source` of the consumers, and others that are known:
   * they are told that nobody reads them here any more.
   */
  readonly sources: ReadonlyMap<string, EventSource>;
  /** Carries copies of events between processes; absent, every group reads the publisher's log. */
  readonly transport?: EventTransport;
  /** The runner behind `services.jobs`; needed when the subgraph has job handlers. */
  readonly jobs?: JobRunner;
  /** Where operators are told of dead letters; without it, or without `jobs`, they are not. */
  readonly alerts?: AlertChannel;
  /** How long events stay in the log at least, in milliseconds; absent: for ever. */
  readonly keepEventsMs?: number;
  /** 0 ≤ random() < 1, for jitter. */
  readonly random?: () => number;
  readonly reach?: Reach;
  /** Told of events on their way. */
  readonly observer?: EventObserver;
}

export interface Backbone {
  /** Finishes the transactions at hand, at most two seconds long. */
  stop(): Promise<void>;
}

const stopWithinMs = 2_000;
/** Transactions of consumers at a time, whatever the number of groups and shards. */
const consumerSlots = 2;

/**
 * What a subgraph does without being asked: moves its outbox to its log, takes the events of others
 * and works off its jobs. Resolves before leadership is won; an unreachable database is waited for.
 *
 * @throws {Error} when a consumer's source or the runner for its jobs was not given
 */
export async function startBackbone(options: BackboneOptions): Promise<Backbone> {
  const { services, pool, jobs, random = Math.random } = options;
  const copies = options.transport?.copiesOf(options.subgraph.name);
  const relay = relayOf(options, copies);
  const stopHints = relay.shareHints();
  const candidacies = [...relay.candidacies(), ...groupsOf(options).flatMap(consumerCandidacies)];
  const stopping = new AbortController();
  const jobsStarted = workOff(options, stopping.signal);
  const openSession = sessionsLike(pool);
  const elections = new Elections({ openSession, candidacies, log: services.log, random });
  return {
    stop: () => {
      stopping.abort();
      const stopJobs = jobsStarted.then(() => jobs?.stop());
      const stops = [elections.stop(), stopJobs, stopHints.then((stop) => stop())];
      return within(stopWithinMs, Promise.all([...stops, copies?.close()]));
    },
  };
}

function relayOf(
  { subgraph, services, observer, reach = noFaults }: BackboneOptions,
  copies?: EventCopies,
): Relay {
  const { bus, log } = services;
  const told = { ...(copies && { copies }), ...(observer && { observer }) };
  const landed = landedIn(services.db.write);
  return new Relay({ subgraph: subgraph.name, bus, log, reach, landed, ...told });
}

function groupsOf(options: BackboneOptions): Group[] {
  const { subgraph, services, observer, random = Math.random, reach = noFaults } = options;
  const slots = new Slots(consumerSlots);
  const told = observer ? { observer } : {};
  const shared = { subgraph: subgraph.name, services, slots, random, reach, ...told };
  return subgraph.triggers.consumers.map((consumer) => ({
    ...shared,
    consumer,
    source: sourceOf(consumer, options),
  }));
}

function sourceOf({ group, source }: Consumer, options: BackboneOptions): EventSource {
  const log = options.sources.get(source);
  if (!log) throw new Error(`The group ${group} consumes ${source}, but no way to its events was given`);
  const reader = { subgraph: options.subgraph.name, group, publisher: source, log };
  return options.transport?.sourceFor(reader) ?? log;
}

/** Beside the start of the process, which must not wait for the queue's tables. */
function workOff(options: BackboneOptions, signal: AbortSignal): Promise<void> {
  const { subgraph, services, jobs, alerts } = options;
  const own = jobs && alerts ? [...deadLetterAlerts(subgraph.name, alerts), ...upkeepJobs(options)] : [];
  const handlers = [...subgraph.triggers.jobs, ...own];
  if (handlers.length === 0) return Promise.resolve();
  if (!jobs) throw new Error(`${subgraph.name} has jobs, but no runner was given`);
  return startJobs(jobs, handlers, services, signal);
}

function upkeepJobs({ subgraph, sources, keepEventsMs: keptMs }: BackboneOptions): JobHandler[] {
  const { name, triggers, lastingEvents: lasting = [] } = subgraph;
  const { consumers } = triggers;
  return [
    pruneInboxJob(name),
    pruneKeysJob(name),
    ...(sources.size > 0 ? [confirmPositionsJob({ reader: name, consumers, sources })] : []),
    ...(keptMs === undefined ? [] : [pruneEventLogJob(name, { keptMs, lasting })]),
  ];
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, deadline]).finally(() => clearTimeout(timer));
}
