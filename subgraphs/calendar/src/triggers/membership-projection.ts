import type { Tx } from '@moim/kit/db/database.ts';
import type { Consumer } from '@moim/kit/events/consumer.ts';
import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import type { Services } from '@moim/kit/server/services.ts';
import {
  memberAdded,
  memberJoined,
  memberRemoved,
  memberWithdrawn,
} from '@moim/schema/contracts/identity.ts';
import {
  followAddedMember,
  followNewMember,
  followRemovedMember,
  followWithdrawal,
} from '../actions/follow-membership.ts';

/** Keeps calendars of groups and members in step with identity. */
export const membershipProjection: Consumer = {
  group: 'membership-projection',
  source: 'identity',
  handle,
};

async function handle(tx: Tx, event: LoggedEvent, services: Services): Promise<void> {
  switch (event.name) {
    case memberJoined.name:
      return followNewMember(tx, services, told(memberJoined.payload.parse(event.payload)));
    case memberAdded.name: {
      const change = memberAdded.payload.parse(event.payload);
      return followAddedMember(tx, { ...told(change), groupId: change.groupId });
    }
    case memberRemoved.name: {
      const change = memberRemoved.payload.parse(event.payload);
      return followRemovedMember(tx, { ...told(change), groupId: change.groupId });
    }
    case memberWithdrawn.name:
      return followWithdrawal(tx, services, told(memberWithdrawn.payload.parse(event.payload)));
  }
}

const told = (payload: { memberId: string; membershipVersion: number }) => ({
  memberId: payload.memberId,
  version: payload.membershipVersion,
});
