import type { Services } from '@moim/kit/server/services.ts';
import { MembershipScript } from '@moim/kit/testing/membership-script.ts';
import {
  memberAdded,
  memberJoined,
  memberRemoved,
  memberWithdrawn,
} from '@moim/schema/contracts/identity.ts';
import { membershipProjection } from '../triggers/membership-projection.ts';

const contracts = {
  ...{ joined: memberJoined, added: memberAdded },
  ...{ removed: memberRemoved, withdrawn: memberWithdrawn },
};

/** Plays identity. */
export class IdentityScript extends MembershipScript {
  constructor(services: Services) {
    super(services, membershipProjection, contracts);
  }
}
