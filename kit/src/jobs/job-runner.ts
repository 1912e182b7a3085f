import type { Services } from '../server/services.ts';
import type { JobHandler } from './job-handler.ts';
import type { Jobs } from './jobs.ts';

/** `Jobs` with its other end: where the work is done. */
export interface JobRunner extends Jobs {
  /** Starts doing the work of these queues, and sending what their cron lines say. */
  work(handlers: readonly JobHandler[], services: Services): Promise<void>;
  /** Takes no more jobs and gives the running ones two seconds to finish. */
  stop(): Promise<void>;
}
