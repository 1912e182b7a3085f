import type { JobHandler } from '@moim/kit/jobs/job-handler.ts';
import { pruneInboxEvents } from '../actions/prune-inbox-events.ts';

/** Repeated work, at odd minutes so that it does not meet other people's. It may run twice. */
export const jobs: readonly JobHandler[] = [
  {
    queue: 'messaging.prune-inbox-events',
    cron: '53 2 * * *',
    handle: async (_, services) => {
      const pruned = await pruneInboxEvents(services);
      services.log.info({ pruned }, 'shortened the logs of the inboxes');
    },
  },
];
