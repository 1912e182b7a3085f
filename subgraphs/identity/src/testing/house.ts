import { type ExecutionResult, parse } from 'graphql';
import { vi } from 'vitest';
import { z } from 'zod';
import type { OperationIdentity, Viewer } from '@moim/kit/auth/viewer.ts';
import type { ReadQueries } from '@moim/kit/db/database.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { MemoryBus } from '@moim/kit/live/memory-bus.ts';
import type { KeyValueStore } from '@moim/kit/live/key-value.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { createLog } from '@moim/kit/log/create-log.ts';
import { type HostedSubgraph, hostSubgraph } from '@moim/kit/server/host.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { createTestDatabase, type TestDatabase } from '@moim/kit/testing/test-database.ts';
import { openSession } from '../actions/open-session.ts';
import { setMemberRoles } from '../actions/set-member-roles.ts';
import { signUp } from '../actions/sign-up.ts';
import { createIdentity } from '../subgraph.ts';

/** Signs what the sandbox payment provider says. */
export const sandboxSecret = 'secret of the sandbox';

/** Everybody's. */
export const password = 'correct horse battery';

const eventRow = z.object({
  name: z.string(),
  aggregate_id: z.string(),
  aggregate_seq: z.number(),
  payload: z.looseObject({ groupId: z.string().optional() }),
});
export type EventRow = z.output<typeof eventRow>;

interface HouseRequest extends RequestInit {
  readonly isService?: boolean;
  /** Where it comes from. */
  readonly address?: string;
}

export interface HouseOptions {
  readonly attemptsPerAddress?: number;
  readonly keyValue?: KeyValueStore;
  /** See `Services.desks`; may be filled afterwards. */
  readonly desks?: Services['desks'];
  readonly webOrigins?: readonly string[];
}

/** Identity on a fresh database, with a clock that stands still until it is moved. */
export async function openHouse({
  attemptsPerAddress = 1_000,
  keyValue = new MemoryKeyValueStore(),
  desks = new Map(),
  webOrigins = ['https://app.moim.example'],
}: HouseOptions = {}): Promise<House> {
  const subgraph = createIdentity({
    ...{ issuer: 'moim', attemptsPerAddress },
    payments: { provider: 'sandbox', secret: sandboxSecret },
    webOrigins,
  });
  const database = await createTestDatabase({ subgraph: 'identity', migrations: subgraph.migrations });
  const log = createLog({ level: 'silent', name: 'identity' });
  const clock = { now: new Date('2026-11-21T09:00:00.000Z') };
  const services: Services = {
    db: database.database,
    bus: new MemoryBus(log),
    keyValue,
    jobs: { send: () => Promise.resolve() },
    log,
    now: () => clock.now,
    newId: newUuid,
    desks,
  };
  return new House(services, hostSubgraph(subgraph, services), database, clock);
}

export class House {
  readonly services: Services;
  readonly #hosted: HostedSubgraph;
  readonly #database: TestDatabase;
  readonly #clock: { now: Date };

  constructor(services: Services, hosted: HostedSubgraph, database: TestDatabase, clock: { now: Date }) {
    this.services = services;
    this.#hosted = hosted;
    this.#database = database;
    this.#clock = clock;
  }

  passMs(ms: number): void {
    this.#clock.now = new Date(this.#clock.now.getTime() + ms);
  }

  setNow(now: string): void {
    this.#clock.now = new Date(now);
  }

  /** Signs up and logs in. */
  async join(handle: string, name = handle): Promise<Viewer> {
    const memberId = await signUp(this.services, { handle, name, password });
    return (await openSession(this.services, memberId)).viewer;
  }

  /** The same person after an ADMIN gave them these roles. */
  async withRoles(admin: Viewer, viewer: Viewer, ...roles: Viewer['roles']): Promise<Viewer> {
    const { memberId } = viewer;
    return { ...viewer, roles: await setMemberRoles(this.services, admin, { memberId, roles }) };
  }

  /** As the supergraph would ask for this viewer. */
  execute(source: string, viewer: Viewer | null, variables: object = {}): Promise<ExecutionResult> {
    return this.executeAs({ viewer, isService: false }, source, variables);
  }

  /** As the supergraph asks for a stream that many share. */
  executeAsService(source: string, variables: object = {}): Promise<ExecutionResult> {
    return this.executeAs({ viewer: null, isService: true }, source, variables);
  }

  /** As the supergraph would ask for anybody. */
  executeAs(
    identity: Omit<OperationIdentity, 'requestId'>,
    source: string,
    variables: object = {},
  ): Promise<ExecutionResult> {
    return this.#execute(source, variables, { ...identity, requestId: 'r1' });
  }

  async request(path: string, { isService = false, address = '192.0.2.1', ...init }: HouseRequest = {}) {
    const response = await this.#hosted.handleRoute({
      request: new Request(new URL(path, 'http://localhost:4000'), init),
      identity: { viewer: null, isService, requestId: 'r1' },
      clientAddress: address,
    });
    if (!response) throw new Error(`no route ${path}`);
    return response;
  }

  /** How many statements reach the database while `work` runs. */
  async countStatements(work: () => Promise<unknown>): Promise<number> {
    const { read, write } = this.#database.pools;
    const spies = [vi.spyOn(read, 'query'), vi.spyOn(write, 'query')];
    await work();
    const count = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
    for (const spy of spies) spy.mockRestore();
    return count;
  }

  /** Looks behind the scenes. */
  async rows(query: Parameters<ReadQueries['execute']>[0]): Promise<Record<string, unknown>[]> {
    return (await this.services.db.write.named('identity.test').execute(query)).rows;
  }

  /** What waits to be published, oldest first. */
  async events(): Promise<EventRow[]> {
    const rows = await this.rows(
      'select name, aggregate_id, aggregate_seq::int, payload from identity.outbox order by id',
    );
    return z.array(eventRow).parse(rows);
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  #execute(source: string, variables: object, identity: OperationIdentity): Promise<ExecutionResult> {
    return this.#hosted.execute({ document: parse(source), variables: { ...variables }, identity });
  }
}
