import type { JobHandler } from '@moim/kit/jobs/job-handler.ts';
import { z } from 'zod';
import { announcePlan } from '../actions/announce-plan.ts';
import { timeOutPublications } from '../actions/end-publication.ts';
import { generateRecommendation } from '../actions/generate-recommendation.ts';
import { giveUpOverdue } from '../actions/give-up-recommendation.ts';
import { timeOutQueue } from '../actions/publish-plan.ts';
import { giveUpQueue } from '../actions/request-recommendation.ts';
import { announceQueue } from '../actions/share-plan.ts';
import { generateQueue } from '../actions/take-credit-answer.ts';

const aboutPlan = z.object({ planId: z.uuid() });
const aboutRecommendation = z.object({ recommendationId: z.uuid() });

/** Work that is done apart from requests. All of it may be repeated. */
export const jobs: readonly JobHandler[] = [
  {
    queue: announceQueue,
    handle: (data, services) => announcePlan(services, aboutPlan.parse(data).planId),
  },
  {
    queue: generateQueue,
    handle: (data, services) =>
      generateRecommendation(services, aboutRecommendation.parse(data).recommendationId),
  },
  // One is sent with each recommendation, for its last moment; the sweep is for those whose job was lost.
  { queue: giveUpQueue, handle: (_, services) => giveUpOverdue(services) },
  {
    queue: 'travel.sweep-recommendations',
    cron: '* * * * *',
    handle: (_, services) => giveUpOverdue(services),
  },
  { queue: timeOutQueue, handle: (_, services) => timeOutPublications(services) },
  {
    queue: 'travel.sweep-publications',
    cron: '* * * * *',
    handle: (_, services) => timeOutPublications(services),
  },
];
