import type { JobWithMetadata } from 'pg-boss';
import { noteJobs } from '../dead-letters/dead-jobs.ts';
import { describeFailure, firstLineOf } from '../events/describe-failure.ts';
import type { Services } from '../server/services.ts';
import type { JobHandler } from './job-handler.ts';
import type { JobData } from './jobs.ts';

/**
 * Does a job. One that an operator gave another round is noted when it is done; a failure is told in the log, the last
 * one as an error, and is stored in one line without values of the job.
 *
 * @throws {Error} what is to be stored of a failure
 */
export async function doJob(
  job: Pick<JobWithMetadata<JobData>, 'id' | 'name' | 'data' | 'retryCount' | 'retryLimit' | 'sourceRootId'>,
  handle: JobHandler['handle'],
  services: Services,
  subgraph: string,
): Promise<void> {
  const { name: queue, id: jobId, data, sourceRootId: rootId } = job;
  const { db, now, log } = services;
  const failure = await failureOf(() => handle(data ?? {}, services));
  if (failure) {
    const about = { err: failure.error, queue, jobId, attempts: job.retryCount + 1 };
    if (job.retryCount >= job.retryLimit) log.error(about, 'a job was given up; it waits for an operator');
    else log.warn(about, 'a job failed and will be tried again');
    throw new Error(firstLineOf(describeFailure(failure.error)));
  }
  const note = { at: now(), action: 'applied', actorId: null, reason: null } as const;
  if (rootId) await noteJobs(db.write, subgraph, [{ queue, rootId }], note);
}

async function failureOf(work: () => Promise<void>): Promise<{ readonly error: unknown } | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return { error };
  }
}
