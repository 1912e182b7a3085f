import {
  recommendationFailed,
  recommendationGenerated,
  recommendationRequested,
} from '@moim/schema/contracts/travel.ts';
import type { Consumer } from '@moim/kit/events/consumer.ts';
import { chargeHold, releaseHold } from '../actions/end-hold.ts';
import { holdCredits } from '../actions/hold-credits.ts';

/** Recommendations cost credits: held when asked for, charged when made, let go when not. */
export const creditHolds: Consumer = {
  group: 'credit-holds',
  source: 'travel',
  handle: async (tx, event, services) => {
    switch (event.name) {
      case recommendationRequested.name: {
        const asked = recommendationRequested.payload.parse(event.payload);
        const { recommendationId: id, memberId, amountCredits: amount } = asked;
        const holdUntil = new Date(asked.holdUntil);
        return holdCredits(tx, services, { id, memberId, amount, holdUntil, purpose: 'RECOMMENDATION' });
      }
      case recommendationGenerated.name:
        return chargeHold(tx, services, aboutOf(event.payload));
      case recommendationFailed.name:
        return releaseHold(tx, services, aboutOf(event.payload), 'REQUESTED');
    }
  },
};

const aboutOf = (payload: unknown): string => recommendationFailed.payload.parse(payload).recommendationId;
