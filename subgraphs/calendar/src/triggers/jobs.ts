import type { JobHandler } from '@moim/kit/jobs/job-handler.ts';
import { z } from 'zod';
import { extendSeries } from '../actions/extend-series.ts';
import { ringReminders } from '../actions/ring-reminders.ts';
import { reminderQueue } from '../actions/schedule-reminders.ts';

const reminderJob = z.object({ eventId: z.uuid() });

/** All of it may run twice. */
export const jobs: readonly JobHandler[] = [
  {
    queue: reminderQueue,
    handle: (data, services) => ringReminders(services, reminderJob.parse(data).eventId),
  },
  {
    queue: 'calendar.extend-series',
    cron: '29 2 * * *',
    handle: async (_, services) => {
      const extended = await extendSeries(services);
      services.log.info({ extended }, 'wrote endless series further down');
    },
  },
];
