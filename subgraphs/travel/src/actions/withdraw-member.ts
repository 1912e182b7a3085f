import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { cancelPublicationsOf } from './end-publication.ts';
import { giveUpOf } from './give-up-recommendation.ts';
import { insertMember } from '../db/members.ts';
import { endReadingOf } from '../db/recommendation-readers.ts';
import { endFollowsOf, endLikesOf, endPlansOf, leaveTripsOf, withdrawKnownMember } from '../db/withdrawal.ts';

/** Heard of a new account: from now on it can be named and followed. */
export const welcomeMember = (tx: Tx, memberId: string): Promise<void> => insertMember(tx, memberId);

/**
 * Ends what is held for somebody whose account was closed: nobody but those on the trips sees their
 * plans and cards any more, follows and likes are gone from all counters, they are on nobody's trip.
 */
export async function withdrawMember(tx: Tx, services: Services, memberId: string): Promise<void> {
  await withdrawKnownMember(tx, memberId, services.now());
  await giveUpOf(tx, services, memberId);
  await cancelPublicationsOf(tx, services, memberId);
  await endFollowsOf(tx, memberId);
  await endPlansOf(tx, memberId);
  await endLikesOf(tx, memberId);
  await leaveTripsOf(tx, memberId);
  await endReadingOf(tx, memberId);
}
