import type { JobHandler } from '@moim/kit/jobs/job-handler.ts';
import { cleanSessions } from '../actions/clean-sessions.ts';
import { releaseExpiredHolds } from '../actions/end-hold.ts';
import { eraseWithdrawn } from '../actions/erase-withdrawn.ts';
import { expireHoldQueue } from '../actions/hold-credits.ts';
import { rotateSigningKey } from '../actions/signing-key.ts';

/** Repeated work, at odd minutes so that it does not meet other people's. All of it may run twice. */
export const jobs: readonly JobHandler[] = [
  {
    queue: 'identity.erase-withdrawn',
    cron: '17 3 * * *',
    handle: async (_, services) => {
      const erased = await eraseWithdrawn(services);
      services.log.info({ erased }, 'erased members whose time for questions is over');
    },
  },
  { queue: 'identity.clean-sessions', cron: '41 * * * *', handle: (_, services) => cleanSessions(services) },
  {
    queue: 'identity.rotate-signing-key',
    cron: '23 4 1 * *',
    handle: (_, services) => rotateSigningKey(services),
  },
  // One is sent with each hold, for its last moment; the sweep is for those whose job was lost.
  { queue: expireHoldQueue, handle: (_, services) => releaseExpiredHolds(services) },
  {
    queue: 'identity.sweep-holds',
    cron: '* * * * *',
    handle: (_, services) => releaseExpiredHolds(services),
  },
];
