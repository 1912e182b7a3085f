import type { Consumer } from '@moim/kit/events/consumer.ts';
import { planPublicationCancelled, planPublicationRequested } from '@moim/schema/contracts/travel.ts';
import { cancelPlanEntry, createPlanEntry } from '../actions/create-plan-entry.ts';

/** calendar's part in publishing a plan: an entry for author and companions, or its end. */
export const planEntries: Consumer = {
  group: 'plan-entries',
  source: 'travel',
  handle: async (tx, event, services) => {
    if (event.name === planPublicationRequested.name) {
      const { calendarEventId, ...request } = planPublicationRequested.payload.parse(event.payload);
      if (calendarEventId !== null) await createPlanEntry(tx, services, { ...request, calendarEventId });
    }
    if (event.name === planPublicationCancelled.name)
      await cancelPlanEntry(tx, services, planPublicationCancelled.payload.parse(event.payload));
  },
};
