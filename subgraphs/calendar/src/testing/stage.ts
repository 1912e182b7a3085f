import type { OperationIdentity, Viewer } from '@moim/kit/auth/viewer.ts';
import type { Database } from '@moim/kit/db/database.ts';
import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { MemoryBus } from '@moim/kit/live/memory-bus.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { createLog } from '@moim/kit/log/create-log.ts';
import { type HostedSubgraph, hostSubgraph } from '@moim/kit/server/host.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { recordingDatabase } from '@moim/kit/testing/recording-database.ts';
import { createTestDatabase, type TestDatabase } from '@moim/kit/testing/test-database.ts';
import { type ExecutionResult, parse } from 'graphql';
import { ensurePersonalCalendar } from '../actions/personal-calendar.ts';
import { calendar } from '../subgraph.ts';
import { IdentityScript } from './identity-script.ts';

type Row = Record<string, unknown>;

export interface SentJob {
  readonly queue: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly startAfter: Date | null;
}

/** calendar on a database of its own, with identity, the backbone and the job queue played by the test. */
export interface Stage extends TestDatabase {
  readonly services: Services & { readonly bus: MemoryBus };
  readonly host: HostedSubgraph;
  readonly identity: IdentityScript;
  /** Committed jobs in the order in which they were sent. */
  readonly jobs: SentJob[];
  /** What `services.now()` answers. */
  setNow(now: Date): void;
  /** A new member and the id of their personal calendar. */
  person(): Promise<Person>;
  /** Names of the statements sent since the last call. */
  statements(): string[];
  rows<T extends Row>(sql: string, values?: unknown[]): Promise<T[]>;
  /** Takes the events out of the outbox, oldest first. */
  published(): Promise<LoggedEvent[]>;
  ask(viewer: Viewer | null, query: string, variables?: Row): Promise<ExecutionResult>;
}

export interface Person {
  readonly viewer: Viewer;
  readonly id: string;
  readonly calendarId: string;
}

/** A Saturday. */
export const stageNow = new Date('2026-11-21T00:00:00.000Z');

export async function openStage(): Promise<Stage> {
  const opened = await createTestDatabase({ subgraph: 'calendar', migrations: calendar.migrations });
  const sent: string[] = [];
  const jobs: SentJob[] = [];
  let present = stageNow;
  const services = servicesOn(recordingDatabase(opened.database, sent), jobs, () => present);
  const host = hostSubgraph(calendar, services);
  const identity = new IdentityScript(services);
  const rows = async <T extends Row>(sql: string, values: unknown[] = []) =>
    (await opened.pools.write.query<T>(sql, values)).rows;
  return {
    ...opened,
    ...{ services, host, identity, jobs, rows },
    setNow: (now) => {
      present = now;
    },
    person: async () => {
      const viewer = await identity.join();
      const calendarId = await ensurePersonalCalendar(services.db.write, services, viewer.memberId);
      return { viewer, id: viewer.memberId, calendarId };
    },
    statements: () => sent.splice(0),
    published: () => takeOutbox(rows),
    ask: (viewer, query, variables = {}) =>
      host.execute({ document: parse(query), identity: asViewer(viewer), variables }),
  };
}

function servicesOn(db: Database, jobs: SentJob[], now: () => Date): Stage['services'] {
  const log = createLog({ level: 'silent', name: 'calendar' });
  return {
    db,
    bus: new MemoryBus(log),
    keyValue: new MemoryKeyValueStore(),
    jobs: {
      send: async (tx, queue, data, { startAfter = null } = {}) => {
        tx.afterCommit(() => void jobs.push({ queue, data, startAfter }));
      },
    },
    log,
    now,
    newId: newUuid,
  };
}

function takeOutbox(rows: Stage['rows']): Promise<LoggedEvent[]> {
  return rows<LoggedEvent & Row>(`
    with taken as (delete from calendar.outbox returning *)
    select event_id as id, name, aggregate_type as "aggregateType", aggregate_id as "aggregateId",
      aggregate_seq::int as "aggregateSeq", shard, id::int as pos, payload, occurred_at as "occurredAt"
    from taken order by id`);
}

/** An operation as the supergraph hands it on. */
export const asViewer = (viewer: Viewer | null): OperationIdentity => ({
  viewer,
  isService: false,
  requestId: 'test',
});
