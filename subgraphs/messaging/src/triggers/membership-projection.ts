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

/** Keeps rooms that follow groups in step with identity. */
export const membershipProjection: Consumer = {
  group: 'membership-projection',
  source: 'identity',
  handle,
};

async function handle(tx: Tx, event: LoggedEvent, services: Services): Promise<void> {
  switch (event.name) {
    case memberJoined.name:
      return followNewMember(tx, told(memberJoined.payload.parse(event.payload), event));
    case memberAdded.name: {
      const { addedBy: actorId, ...change } = memberAdded.payload.parse(event.payload);
      return followAddedMember(tx, services, { ...told(change, event), actorId, groupId: change.groupId });
    }
    case memberRemoved.name: {
      const { removedBy: actorId, ...change } = memberRemoved.payload.parse(event.payload);
      return followRemovedMember(tx, services, { ...told(change, event), actorId, groupId: change.groupId });
    }
    case memberWithdrawn.name:
      return followWithdrawal(tx, services, told(memberWithdrawn.payload.parse(event.payload), event));
  }
}

const told = (payload: { memberId: string; membershipVersion: number }, event: LoggedEvent) => ({
  memberId: payload.memberId,
  version: payload.membershipVersion,
  eventId: event.id,
});
