import type { Consumer } from '@moim/kit/events/consumer.ts';
import {
  creditHoldCharged,
  creditHoldDeclined,
  creditHoldPlaced,
  creditHoldReleased,
} from '@moim/schema/contracts/identity.ts';
import { beginGenerating, takeCharge, takeDecline, takeRelease } from '../actions/take-credit-answer.ts';

/** What identity decided about the credits of a recommendation; the hold has its id. */
export const creditAnswers: Consumer = {
  group: 'credit-answers',
  source: 'identity',
  handle: async (tx, event, services) => {
    switch (event.name) {
      case creditHoldPlaced.name:
        return beginGenerating(tx, services, creditHoldPlaced.payload.parse(event.payload).holdId);
      case creditHoldDeclined.name: {
        const { holdId, reason } = creditHoldDeclined.payload.parse(event.payload);
        return takeDecline(tx, services, holdId, reason);
      }
      case creditHoldCharged.name:
        return takeCharge(tx, services, creditHoldCharged.payload.parse(event.payload).holdId);
      case creditHoldReleased.name: {
        const { holdId, reason } = creditHoldReleased.payload.parse(event.payload);
        return takeRelease(tx, services, holdId, reason === 'REQUESTED' ? 'GENERATION_FAILED' : reason);
      }
    }
  },
};
