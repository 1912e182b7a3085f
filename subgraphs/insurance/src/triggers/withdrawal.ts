import type { Tx } from '@moim/kit/db/database.ts';
import type { Consumer } from '@moim/kit/events/consumer.ts';
import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { memberWithdrawn } from '@moim/schema/contracts/identity.ts';
import { followWithdrawal } from '../actions/follow-withdrawal.ts';

/** Ends the cover of members who leave. */
export const withdrawal: Consumer = {
  group: 'withdrawal',
  source: 'identity',
  concerns: ({ name }) => name === memberWithdrawn.name,
  handle,
};

async function handle(tx: Tx, event: LoggedEvent, services: Services): Promise<void> {
  const { memberId } = memberWithdrawn.payload.parse(event.payload);
  await followWithdrawal(tx, services, { memberId, withdrawnAt: event.occurredAt });
}
