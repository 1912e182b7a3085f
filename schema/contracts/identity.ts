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

/** A hold of credits is one aggregate: at most placed or declined, then charged or released, once each. */
const creditHold = 'credit-hold';
/** Chosen by whoever asked, and the key that makes asking twice the same as asking once. */
const holdId = z.uuid();
const amountCredits = z.int().positive();

export const creditHoldPlaced = {
  name: 'identity.credit-hold-placed.v1',
  aggregateType: creditHold,
  payload: z.strictObject({ holdId, memberId, amountCredits }),
};

export const creditHoldDeclined = {
  name: 'identity.credit-hold-declined.v1',
  aggregateType: creditHold,
  payload: z.strictObject({
    holdId,
    memberId,
    amountCredits,
    reason: z.enum(['CREDITS_TOO_FEW', 'MEMBER_WITHDRAWN']),
  }),
};

/** The credits are spent. */
export const creditHoldCharged = {
  name: 'identity.credit-hold-charged.v1',
  aggregateType: creditHold,
  payload: z.strictObject({ holdId, memberId, amountCredits }),
};

/** The credits are the member's again. */
export const creditHoldReleased = {
  name: 'identity.credit-hold-released.v1',
  aggregateType: creditHold,
  payload: z.strictObject({
    holdId,
    memberId,
    amountCredits,
    reason: z.enum(['REQUESTED', 'EXPIRED', 'MEMBER_WITHDRAWN']),
  }),
};

/** The balance changed; `walletSeq` counts the entries of the member's account from 1. */
export const walletChanged = {
  name: 'identity.wallet-changed.v1',
  aggregateType: 'wallet',
  payload: z.strictObject({
    memberId,
    walletSeq: z.int().positive(),
    balanceCredits: z.int().nonnegative(),
    heldCredits: z.int().nonnegative(),
    cause: z.enum(['TOP_UP', 'HOLD', 'RELEASE', 'CHARGE', 'GRANT']),
  }),
};
