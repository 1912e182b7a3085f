import { pause } from '../events/pause.ts';
import type { Services } from '../server/services.ts';
import type { JobHandler } from './job-handler.ts';
import type { JobRunner } from './job-runner.ts';

const againMs = 2_000;

/** Tries until the queue's tables are there and its workers run, or `signal` aborts; never rejects. */
export async function startJobs(
  runner: JobRunner,
  handlers: readonly JobHandler[],
  services: Services,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await runner.work(handlers, services);
    } catch (error) {
      services.log.error({ err: error }, 'the job queue did not start and is tried again');
      await pause(againMs, signal);
    }
  }
}
