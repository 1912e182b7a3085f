import type { JobHandler } from '@moim/kit/jobs/job-handler.ts';
import { erasePersonalData } from '../actions/erase-personal-data.ts';
import { pruneAccessLog } from '../actions/prune-access-log.ts';
import { settleParkedCallbacks } from '../actions/take-callback.ts';
import { verifyAccessLog } from '../actions/verify-access-log.ts';

/** Repeated work, at odd minutes so that it does not meet other people's. All of it may run twice. */
export const jobs: readonly JobHandler[] = [
  {
    queue: 'insurance.settle-parked-callbacks',
    cron: '* * * * *',
    handle: async (_, services) => {
      const settled = await settleParkedCallbacks(services);
      if (settled > 0) services.log.info({ settled }, 'settled insurer callbacks that had waited');
    },
  },
  {
    queue: 'insurance.erase-personal-data',
    cron: '37 3 * * *',
    handle: async (_, services) => {
      const erased = await erasePersonalData(services);
      services.log.info({ erased }, 'erased personal data whose time for questions is over');
    },
  },
  {
    queue: 'insurance.verify-access-log',
    cron: '11 4 * * *',
    handle: async (_, services) => {
      const brokenDays = await verifyAccessLog(services);
      if (brokenDays.length > 0) services.log.error({ brokenDays }, 'the access log was tampered with');
    },
  },
  {
    queue: 'insurance.prune-access-log',
    cron: '43 4 * * *',
    handle: async (_, services) => {
      const deleted = await pruneAccessLog(services);
      services.log.info({ deleted }, 'deleted access log entries that were kept for long enough');
    },
  },
];
