import type { JobHandler } from '@moim/kit/jobs/job-handler.ts';
import { z } from 'zod';
import { announcePlan } from '../actions/announce-plan.ts';
import { announceQueue } from '../actions/share-plan.ts';

const aboutPlan = z.object({ planId: z.uuid() });

/** Work that is done apart from requests. All of it may be repeated. */
export const jobs: readonly JobHandler[] = [
  {
    queue: announceQueue,
    handle: (data, services) => announcePlan(services, aboutPlan.parse(data).planId),
  },
];
