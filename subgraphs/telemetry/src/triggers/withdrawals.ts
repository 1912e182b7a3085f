import type { Consumer } from '@moim/kit/events/consumer.ts';
import { memberWithdrawn } from '@moim/schema/contracts/identity.ts';
import { abortSessionOfWithdrawn } from '../actions/abort-parking.ts';

/** Ends the running session of a member who left. */
export const withdrawals: Consumer = {
  group: 'withdrawals',
  source: 'identity',
  concerns: ({ name }) => name === memberWithdrawn.name,
  handle: async (tx, event, services) => {
    const { memberId } = memberWithdrawn.payload.parse(event.payload);
    await abortSessionOfWithdrawn(tx, services, memberId);
  },
};
