import type { JobHandler } from '@moim/kit/jobs/job-handler.ts';
import { abortSilentSessions } from '../actions/abort-parking.ts';

/** Repeated work; all of it may run twice. */
export const jobs: readonly JobHandler[] = [
  {
    queue: 'telemetry.abort-silent-sessions',
    cron: '*/5 * * * *',
    handle: async (_, services) => {
      const aborted = await abortSilentSessions(services);
      if (aborted > 0) services.log.info({ aborted }, 'gave up parking sessions that had fallen silent');
    },
  },
];
