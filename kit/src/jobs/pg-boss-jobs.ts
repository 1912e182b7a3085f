import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { PgBoss, SendOptions as BossSendOptions } from 'pg-boss';
import type { Logger } from 'pino';
import type { Tx } from '../db/database.ts';
import { jobSchema } from '../db/prepare-schemas.ts';
import type { Services } from '../server/services.ts';
import { doJob } from './do-job.ts';
import type { JobHandler } from './job-handler.ts';
import type { JobRunner } from './job-runner.ts';
import type { JobData, SendOptions } from './jobs.ts';
import { transactionDatabase } from './transaction-database.ts';

export interface PgBossJobsOptions {
  readonly subgraph: string;
  /** Logs in as the subgraph's role; the queue opens no connection of its own. */
  readonly pool: Pool;
  readonly log: Pick<Logger, 'error' | 'warn'>;
  /** A worker of another process finds a job this late at most; one of this process is told at once. Default 2. */
  readonly pollingIntervalSeconds?: number;
}

/** Eight attempts in all, the waits doubling from a second to five minutes. */
const retries = { retryLimit: 7, retryBackoff: true, retryDelay: 1, retryDelayMax: 300 } as const;
const defaultPollingIntervalSeconds = 2;
/**
 * A job whose process has not been heard of for so long is given to another; ten is the least the library takes.
 * Without it a job that a kill interrupted waits a quarter of an hour.
 */
const heartbeatSeconds = 10;
/** How often processes look for such jobs. */
const superviseSeconds = 5;
const stopWithinMs = 1_900;

/**
 * Jobs in the subgraph's own job schema. Nothing is loaded, created or polled until the first job is
 * sent or the first handler registered.
 */
export function pgBossJobs(options: PgBossJobsOptions): JobRunner {
  return new PgBossJobs(options);
}

class PgBossJobs implements JobRunner {
  readonly #options: PgBossJobsOptions;
  readonly #queues = new Map<string, Promise<void>>();
  readonly #workers = new Map<string, string>();
  #boss: Promise<PgBoss> | null = null;

  constructor(options: PgBossJobsOptions) {
    this.#options = options;
  }

  async send(tx: Tx, queue: string, data: JobData, options: SendOptions = {}): Promise<void> {
    const boss = await this.#start();
    await this.#ensureQueue(boss, queue);
    const { startAfter, singletonKey = randomUUID() } = options;
    const sending: BossSendOptions = {
      db: transactionDatabase(tx, `${this.#options.subgraph}.sendJob`),
      singletonKey,
    };
    await boss.send(queue, data, startAfter ? { ...sending, startAfter } : sending);
    tx.afterCommit(() => this.#notify(boss, queue));
  }

  async redrive(tx: Tx, queue: string, ids: readonly string[]): Promise<number> {
    const boss = await this.#start();
    await this.#ensureQueue(boss, queue);
    const db = transactionDatabase(tx, `${this.#options.subgraph}.redriveJobs`);
    const count = await boss.redrive(`${queue}.dead`, { db, ids: [...ids] });
    tx.afterCommit(() => this.#notify(boss, queue));
    return count;
  }

  async work(handlers: readonly JobHandler[], services: Services): Promise<void> {
    const boss = await this.#start();
    for (const handler of handlers) await this.#workOff(boss, handler, services);
  }

  async stop(): Promise<void> {
    const boss = await this.#boss;
    this.#boss = null;
    await boss?.stop({ graceful: true, timeout: stopWithinMs, close: false });
  }

  async #workOff(boss: PgBoss, { queue, cron, handle }: JobHandler, services: Services): Promise<void> {
    await this.#ensureQueue(boss, queue);
    const { pollingIntervalSeconds = defaultPollingIntervalSeconds } = this.#options;
    const options = { pollingIntervalSeconds, includeMetadata: true } as const;
    const id = await boss.work<JobData, void, typeof options>(queue, options, async (jobs) => {
      try {
        for (const job of jobs) await doJob(job, handle, services, this.#options.subgraph);
      } finally {
        this.#notify(boss, queue); // Where one was there may be more: the library waits for the next poll.
      }
    });
    this.#workers.set(queue, id);
    if (cron) await boss.schedule(queue, cron, {}, { tz: 'UTC' });
    else await boss.unschedule(queue); // An earlier version may have repeated it.
  }

  /** A failed start is forgotten, so that the next caller tries again. */
  #start(): Promise<PgBoss> {
    this.#boss ??= startBoss(this.#options).catch((error: unknown) => {
      this.#boss = null;
      throw error;
    });
    return this.#boss;
  }

  /** On a connection of its own: a queue is not undone with the caller's transaction. */
  #ensureQueue(boss: PgBoss, queue: string): Promise<void> {
    const known = this.#queues.get(queue) ?? createQueue(boss, queue);
    this.#queues.set(queue, known);
    return known.catch((error: unknown) => {
      this.#queues.delete(queue);
      throw error;
    });
  }

  #notify(boss: PgBoss, queue: string): void {
    const worker = this.#workers.get(queue);
    if (worker) boss.notifyWorker(worker);
  }
}

async function startBoss({ subgraph, pool, log }: PgBossJobsOptions): Promise<PgBoss> {
  // Loaded here because most processes never need it, and it is the largest of our dependencies.
  const { PgBoss: Boss } = await import('pg-boss');
  const db = { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) };
  const boss = new Boss({
    ...{ db, schema: jobSchema(subgraph), createSchema: false },
    ...{ superviseIntervalSeconds: superviseSeconds, monitorIntervalSeconds: superviseSeconds },
  });
  boss.on('error', (error) => log.error({ err: error, subgraph }, 'the job queue failed'));
  boss.on('warning', (warning) => log.warn({ warning, subgraph }, 'the job queue warns'));
  return boss.start();
}

/** `short` makes a key unique among the jobs of a queue that have not started. */
async function createQueue(boss: PgBoss, queue: string): Promise<void> {
  const deadLetter = `${queue}.dead`;
  await boss.createQueue(deadLetter, { retentionSeconds: 60 * 60 * 24 * 365 });
  await boss.createQueue(queue, { policy: 'short', deadLetter, heartbeatSeconds, ...retries });
  await boss.updateQueue(queue, { heartbeatSeconds }); // one of an earlier version stays as it was created
}
