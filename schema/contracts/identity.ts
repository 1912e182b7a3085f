import { z } from 'zod';

const memberId = z.uuid();
const groupId = z.uuid();
/** Equals the event's aggregate sequence: the count of changes to this member's memberships. */
const membershipVersion = z.int().positive();

/** A member's memberships are one aggregate, so that its sequence is `Viewer.membershipVersion`. */
const membership = 'membership';

export const memberAdded = {
  name: 'identity.member-added.v1',
  aggregateType: membership,
  payload: z.strictObject({ memberId, groupId, membershipVersion, addedBy: memberId }),
};

export const memberRemoved = {
  name: 'identity.member-removed.v1',
  aggregateType: membership,
  payload: z.strictObject({ memberId, groupId, membershipVersion, removedBy: memberId }),
};

/** The account was closed; each group membership was removed by an event before this one. */
export const memberWithdrawn = {
  name: 'identity.member-withdrawn.v1',
  aggregateType: membership,
  payload: z.strictObject({ memberId, membershipVersion }),
};

export const memberJoined = {
  name: 'identity.member-joined.v1',
  aggregateType: membership,
  payload: z.strictObject({ memberId, membershipVersion }),
};
