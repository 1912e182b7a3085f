import { sql } from 'drizzle-orm';
import { type ExecutionResult, parse } from 'graphql';
import { pino } from 'pino';
import { vi } from 'vitest';
import type { OperationIdentity, Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { MemoryBus } from '@moim/kit/live/memory-bus.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { hostSubgraph } from '@moim/kit/server/host.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { createTestDatabase } from '@moim/kit/testing/test-database.ts';
import { openSession } from '../actions/open-session.ts';
import { setMemberRoles } from '../actions/set-member-roles.ts';
import { signUp } from '../actions/sign-up.ts';
import { createIdentity } from '../subgraph.ts';

export const password = 'correct horse battery';

/** Identity on a fresh database, with a clock that stands still until it is moved. */
export type House = Awaited<ReturnType<typeof openHouse>>;

export async function openHouse({ attemptsPerAddress = 1_000 } = {}) {
  const subgraph = createIdentity({ issuer: 'moim', attemptsPerAddress });
  const test = await createTestDatabase({ subgraph: 'identity', migrations: subgraph.migrations });
  const clock = { now: new Date('2026-11-21T09:00:00.000Z') };
  const log = pino({ level: 'silent' });
  const services: Services = {
    db: test.database,
    bus: new MemoryBus(log),
    keyValue: new MemoryKeyValueStore(),
    jobs: { send: () => Promise.resolve() },
    log,
    now: () => clock.now,
    newId: newUuid,
  };
  const hosted = hostSubgraph(subgraph, services);

  /** As the supergraph would say it, after it asked whether the session lives. */
  const asViewer = (viewer: Viewer | null): OperationIdentity => ({
    viewer,
    isService: false,
    requestId: 'r1',
  });

  return {
    services,
    hosted,
    pools: test.pools,
    /** Moves the clock. */
    passMs: (ms: number) => void (clock.now = new Date(clock.now.getTime() + ms)),
    setNow: (now: string) => void (clock.now = new Date(now)),

    async join(handle: string, name = handle): Promise<Viewer> {
      const memberId = await signUp(services, { handle, name, password });
      return (await openSession(services, memberId)).viewer;
    },

    /** The same person after an ADMIN gave them these roles. */
    async withRoles(admin: Viewer, viewer: Viewer, ...roles: Viewer['roles']): Promise<Viewer> {
      return {
        ...viewer,
        roles: await setMemberRoles(services, admin, { memberId: viewer.memberId, roles }),
      };
    },

    execute: (source: string, viewer: Viewer | null, variables: Record<string, unknown> = {}) =>
      hosted.execute({
        document: parse(source),
        variables,
        identity: asViewer(viewer),
      }) as Promise<ExecutionResult>,

    executeAsService: (source: string, variables: Record<string, unknown> = {}) =>
      hosted.execute({
        document: parse(source),
        variables,
        identity: { viewer: null, isService: true, requestId: 'r1' },
      }) as Promise<ExecutionResult>,

    async request(path: string, init: RequestInit & { isService?: boolean; address?: string } = {}) {
      const { isService = false, address = '192.0.2.1', ...rest } = init;
      const response = await hosted.handleRoute({
        request: new Request(new URL(path, 'http://localhost:4000'), rest),
        identity: { viewer: null, isService, requestId: 'r1' },
        clientAddress: address,
      });
      if (!response) throw new Error(`no route ${path}`);
      return response;
    },

    /** How many statements reach the database while `work` runs. */
    async countStatements(work: () => Promise<unknown>): Promise<number> {
      const spies = [vi.spyOn(test.pools.read, 'query'), vi.spyOn(test.pools.write, 'query')];
      await work();
      const count = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
      for (const spy of spies) spy.mockRestore();
      return count;
    },

    /** Rows of a query, for looking behind the scenes. */
    async rows(query: ReturnType<typeof sql>): Promise<Record<string, unknown>[]> {
      return (await services.db.write.named('identity.test').execute(query)).rows;
    },

    /** Published events, oldest first. */
    async events(): Promise<
      { name: string; aggregate_id: string; aggregate_seq: number; payload: unknown }[]
    > {
      const { rows } = await services.db.write.named('identity.test').execute<{
        name: string;
        aggregate_id: string;
        aggregate_seq: number;
        payload: unknown;
      }>(sql`select name, aggregate_id, aggregate_seq::int, payload from identity.outbox order by id`);
      return rows;
    },

    close: () => test.close(),
  };
}
