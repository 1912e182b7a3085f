import type { Consumer } from '@moim/kit/events/consumer.ts';
import { eventMoved } from '@moim/schema/contracts/calendar.ts';
import { movePlans } from '../actions/move-plans.ts';

/** Trips follow the events that they were made of. */
export const movedEvents: Consumer = {
  group: 'moved-events',
  source: 'calendar',
  concerns: ({ name }) => name === eventMoved.name,
  handle: async (tx, event, services) => {
    const { occurrenceStartsAt, previousStartsAt, startsAt, ...moved } = eventMoved.payload.parse(
      event.payload,
    );
    if (occurrenceStartsAt !== null) return; // one of a series: the trip belongs to the whole
    await movePlans(tx, services, {
      ...moved,
      previousStartsAt: new Date(previousStartsAt),
      startsAt: new Date(startsAt),
    });
  },
};
