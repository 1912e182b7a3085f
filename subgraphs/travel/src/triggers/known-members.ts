import type { Consumer } from '@moim/kit/events/consumer.ts';
import { memberJoined, memberWithdrawn } from '@moim/schema/contracts/identity.ts';
import { welcomeMember, withdrawMember } from '../actions/withdraw-member.ts';

/** Who can be named and followed, by identity's word; and the end of what is held for who leaves. */
export const knownMembers: Consumer = {
  group: 'known-members',
  source: 'identity',
  handle: async (tx, event, services) => {
    if (event.name === memberJoined.name)
      await welcomeMember(tx, memberJoined.payload.parse(event.payload).memberId);
    if (event.name === memberWithdrawn.name)
      await withdrawMember(tx, services, memberWithdrawn.payload.parse(event.payload).memberId);
  },
};
