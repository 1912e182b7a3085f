import { awaitMemberships } from '@moim/kit/auth/await-memberships.ts';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findMembershipVersion } from '../db/membership-projection.ts';

/**
 * Waits up to 1 s until the membership changes that the viewer's token speaks of are taken in.
 *
 * @throws {BehindError} when they are still missing then
 */
export const catchUp = ({ db }: Pick<Services, 'db'>, viewer: Viewer): Promise<void> =>
  awaitMemberships(db, viewer, findMembershipVersion);
