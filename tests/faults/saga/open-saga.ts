import { releaseExpiredHolds } from '@moim/identity/actions/end-hold.ts';
import { expireHoldQueue } from '@moim/identity/actions/hold-credits.ts';
import { creditHolds } from '@moim/identity/triggers/credit-holds.ts';
import type { Database } from '@moim/kit/db/database.ts';
import { openDatabase } from '@moim/kit/db/open-database.ts';
import { type Backbone, startBackbone } from '@moim/kit/events/backbone.ts';
import type { Consumer } from '@moim/kit/events/consumer.ts';
import { localEventSource } from '@moim/kit/events/local-event-source.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { JobHandler } from '@moim/kit/jobs/job-handler.ts';
import { pgBossJobs } from '@moim/kit/jobs/pg-boss-jobs.ts';
import { MemoryBus } from '@moim/kit/live/memory-bus.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { giveUpOverdue } from '@moim/travel/actions/give-up-recommendation.ts';
import { giveUpQueue } from '@moim/travel/actions/request-recommendation.ts';
import { creditAnswers } from '@moim/travel/triggers/credit-answers.ts';
import { jobs as travelJobs } from '@moim/travel/triggers/jobs.ts';
import pino from 'pino';
import type { SagaPoint } from './order.ts';

export type Reach = (point: SagaPoint) => void;

export interface SagaOptions {
  readonly databaseUrls: { readonly identity: string; readonly travel: string };
  readonly aheadMs?: number;
  readonly reach?: Reach;
}

/** identity and travel in one process, as `npm start` runs them, with all that the saga consists of. */
export interface Saga {
  readonly identity: Services;
  /** Its transactions pass the points of a request. */
  readonly travel: Services;
  /** What both sweep once a minute. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

export async function openSaga({
  databaseUrls,
  aheadMs = 0,
  reach = () => undefined,
}: SagaOptions): Promise<Saga> {
  const log = pino({ level: process.env['LOG_LEVEL'] ?? 'error' }, pino.destination(2));
  const bus = new MemoryBus(log);
  const open = (subgraph: 'identity' | 'travel') => {
    const opened = openDatabase({ url: databaseUrls[subgraph], subgraph, log });
    const jobs = pgBossJobs({ subgraph, pool: opened.pools.write, log });
    const services: Services = {
      ...{ db: opened.database, bus, keyValue: new MemoryKeyValueStore(), jobs, log, newId: newUuid },
      now: () => new Date(Date.now() + aheadMs),
    };
    return { subgraph, opened, jobs, services };
  };
  const [identity, travel] = [open('identity'), open('travel')];
  const sources = new Map(
    [identity, travel].map(({ subgraph, services }) => [subgraph, localEventSource(subgraph, services)]),
  );
  const run = (
    { subgraph, opened, jobs, services }: ReturnType<typeof open>,
    triggers: { consumers: readonly Consumer[]; jobs: readonly JobHandler[] },
  ): Promise<Backbone> =>
    startBackbone({
      ...{ subgraph: { name: subgraph, triggers }, services, pool: opened.pools.write, jobs, sources },
      reach: (point) => reachIfNamed(reach, `${subgraph}:${point}`),
    });
  const backbones = await Promise.all([
    run(identity, { consumers: [creditHolds], jobs: [] }),
    run(travel, { consumers: [creditAnswers], jobs: travelJobs.map((job) => dying(job, reach)) }),
  ]);
  await warmUp(identity.services, expireHoldQueue);
  await warmUp(travel.services, giveUpQueue);
  return {
    identity: identity.services,
    travel: withPoints(travel.services, reach, 'request'),
    sweep: async () => {
      await giveUpOverdue(travel.services);
      await releaseExpiredHolds(identity.services);
    },
    close: async () => {
      await Promise.all(backbones.map((backbone) => backbone.stop()));
      await Promise.all([identity, travel].map(({ opened }) => opened.close()));
    },
  };
}

/** The queue's own start needs a connection: not while two hundred transactions hold them all. */
const warmUp = ({ db, jobs }: Services, queue: string): Promise<void> =>
  db.write.transaction((tx) => jobs.send(tx, queue, {}));

function reachIfNamed(reach: Reach, point: string): void {
  switch (point) {
    case 'travel:relay-committed-before-wake':
    case 'identity:consumer-inbox-before-effect':
    case 'identity:consumer-effect-before-position':
    case 'identity:consumer-after-commit':
    case 'travel:consumer-effect-before-position':
      reach(point);
  }
}

/** A job whose own transactions pass the points of generating. */
const dying = (job: JobHandler, reach: Reach): JobHandler =>
  job.queue === 'travel.generate-recommendation'
    ? { ...job, handle: (data, services) => job.handle(data, withPoints(services, reach, 'generate')) }
    : job;

function withPoints(services: Services, reach: Reach, name: 'request' | 'generate'): Services {
  const { write } = services.db;
  const db: Database = {
    ...services.db,
    write: {
      named: (statement) => write.named(statement),
      transaction: (work) =>
        write.transaction(async (tx) => {
          tx.afterCommit(() => reach(`${name}-after-commit`));
          const result = await work(tx);
          reach(`${name}-before-commit`);
          return result;
        }),
    },
  };
  return { ...services, db };
}
