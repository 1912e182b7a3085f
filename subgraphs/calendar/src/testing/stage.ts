import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import type { MemoryBus } from '@moim/kit/live/memory-bus.ts';
import { type HostedSubgraph, hostSubgraph } from '@moim/kit/server/host.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { recordingDatabase } from '@moim/kit/testing/recording-database.ts';
import { takeOutbox } from '@moim/kit/testing/take-outbox.ts';
import { createTestDatabase, type TestDatabase } from '@moim/kit/testing/test-database.ts';
import { asViewer } from '@moim/kit/testing/test-identities.ts';
import { testServices } from '@moim/kit/testing/test-services.ts';
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
  const own = { now: () => present, jobs: jobsTo(jobs) };
  const services = testServices(recordingDatabase(opened.database, sent), own);
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
    published: () => takeOutbox(rows, 'calendar'),
    ask: (viewer, query, variables = {}) =>
      host.execute({ document: parse(query), identity: asViewer(viewer), variables }),
  };
}

/** Committed jobs, in the order in which they were sent. */
const jobsTo = (jobs: SentJob[]): Services['jobs'] => ({
  send: async (tx, queue, data, { startAfter = null } = {}) => {
    tx.afterCommit(() => void jobs.push({ queue, data, startAfter }));
  },
});
