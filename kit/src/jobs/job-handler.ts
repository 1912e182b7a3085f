import type { Services } from '../server/services.ts';
import type { JobData } from './jobs.ts';

/** Does the work of one queue; called at least once for a job. */
export interface JobHandler {
  readonly queue: string;
  /** Standard cron in UTC for repeated work; absent for work that is sent. */
  readonly cron?: string;
  readonly handle: (data: JobData, services: Services) => Promise<void>;
}
