import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { type Consumer, isOfConcern } from '@moim/kit/events/consumer.ts';
import type { EventContract, LoggedEvent } from '@moim/kit/events/contract.ts';
import { shardOf } from '@moim/kit/events/shard.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { JobData } from '@moim/kit/jobs/jobs.ts';
import type { MemoryBus } from '@moim/kit/live/memory-bus.ts';
import { type HostedSubgraph, hostSubgraph } from '@moim/kit/server/host.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { recordingDatabase } from '@moim/kit/testing/recording-database.ts';
import { createTestDatabase, type TestDatabase } from '@moim/kit/testing/test-database.ts';
import { asViewer } from '@moim/kit/testing/test-identities.ts';
import { testServices } from '@moim/kit/testing/test-services.ts';
import { memberJoined, memberWithdrawn } from '@moim/schema/contracts/identity.ts';
import { parse } from 'graphql';
import { travel } from '../subgraph.ts';

type Row = Record<string, unknown>;

interface SentJob {
  readonly queue: string;
  readonly data: JobData;
  readonly startAfter: Date | undefined;
}

/** travel on a database of its own, with the other subgraphs, backbone and job queue played by the test. */
export class Stage {
  readonly services: Services & { readonly bus: MemoryBus };
  readonly host: HostedSubgraph;
  readonly #opened: TestDatabase;
  readonly #sent: string[] = [];
  readonly #jobs: SentJob[] = [];
  readonly #seqs = new Map<string, number>();
  #now = new Date('2026-11-21T09:00:00.000Z');

  private constructor(opened: TestDatabase) {
    this.#opened = opened;
    this.services = testServices(recordingDatabase(opened.database, this.#sent), {
      now: () => this.#now,
      jobs: {
        send: async (tx, queue, data, options) =>
          tx.afterCommit(() => this.#jobs.push({ queue, data, startAfter: options?.startAfter })),
      },
    });
    this.host = hostSubgraph(travel, this.services);
  }

  static async open(): Promise<Stage> {
    return new Stage(await createTestDatabase({ subgraph: 'travel', migrations: travel.migrations }));
  }

  close(): Promise<void> {
    return this.#opened.close();
  }

  setNow(now: string): void {
    this.#now = new Date(now);
  }

  /** Names of the statements sent since the last call. */
  statements(): string[] {
    return this.#sent.splice(0);
  }

  async rows<T extends Row>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.#opened.pools.write.query<T>(sql, values)).rows;
  }

  /** As the supergraph would ask for this viewer. */
  async execute(query: string, viewer: Viewer | null, variables: object = {}) {
    const result = await this.host.execute({
      document: parse(query),
      variables: { ...variables },
      identity: asViewer(viewer),
    });
    const plain: unknown = JSON.parse(JSON.stringify(result));
    return plain;
  }

  /** A new account that has been heard of. */
  async join(): Promise<Viewer> {
    const memberId = newUuid();
    await this.tell('identity', memberJoined, memberId, { memberId, membershipVersion: 1 });
    return { memberId, sessionId: newUuid(), roles: ['MEMBER'], membershipVersion: 1 };
  }

  withdraw(memberId: string): Promise<void> {
    return this.tell('identity', memberWithdrawn, memberId, { memberId, membershipVersion: 2 });
  }

  /** Another subgraph's event, taken by every group of travel that reads it. */
  async tell<Payload>(
    source: string,
    contract: EventContract<Payload>,
    aggregateId: string,
    payload: Payload,
  ): Promise<void> {
    const seq = (this.#seqs.get(aggregateId) ?? 0) + 1;
    this.#seqs.set(aggregateId, seq);
    const event: LoggedEvent = {
      id: newUuid(),
      name: contract.name,
      aggregateType: contract.aggregateType,
      aggregateId,
      aggregateSeq: seq,
      shard: shardOf(aggregateId),
      pos: seq,
      payload: contract.payload.parse(payload),
      occurredAt: this.#now,
    };
    for (const consumer of travel.triggers.consumers.filter((each) => each.source === source))
      await this.take(consumer, event);
  }

  /** As the backbone: what does not concern it passes by. */
  async take(consumer: Consumer, event: LoggedEvent): Promise<void> {
    if (!isOfConcern(consumer, event)) return;
    await this.services.db.write.transaction((tx) => consumer.handle(tx, event, this.services));
  }

  /** Does the jobs that are due, and those that they send. */
  async doJobs(): Promise<void> {
    for (;;) {
      const index = this.#jobs.findIndex(({ startAfter }) => !startAfter || startAfter <= this.#now);
      const [job] = index < 0 ? [] : this.#jobs.splice(index, 1);
      if (!job) return;
      const handler = travel.triggers.jobs.find(({ queue }) => queue === job.queue);
      if (!handler) throw new Error(`nobody works off ${job.queue}`);
      await handler.handle(job.data, this.services);
    }
  }

  /** What waits to be published, oldest first; taken out. */
  async events(): Promise<{ name: string; aggregateId: string; aggregateSeq: number; payload: unknown }[]> {
    return this.rows(`
      with taken as (delete from travel.outbox returning *)
      select name, aggregate_id as "aggregateId", aggregate_seq::int as "aggregateSeq", payload
      from taken order by id`);
  }
}
