import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import {
  deleteAllGroupsOfMember,
  deleteGroupMember,
  insertGroupMember,
  takeVersion,
} from '../db/membership-projection.ts';
import { endWithdrawn } from './end-withdrawn.ts';
import { ensurePersonalCalendar } from './personal-calendar.ts';

/** A change of a member's memberships as identity tells it. */
export interface ToldChange {
  readonly memberId: string;
  readonly version: number;
}

export interface ToldGroupChange extends ToldChange {
  readonly groupId: string;
}

/** A new account gets its calendar. */
export async function followNewMember(
  tx: Tx,
  services: Pick<Services, 'now' | 'newId'>,
  change: ToldChange,
): Promise<void> {
  if (!(await takeVersion(tx, { ...change, withdrawnAt: null }))) return;
  await ensurePersonalCalendar(tx, services, change.memberId);
}

/** The group's calendars are theirs to see from now on. */
export async function followAddedMember(tx: Tx, { groupId, ...change }: ToldGroupChange): Promise<void> {
  if (!(await takeVersion(tx, { ...change, withdrawnAt: null }))) return;
  await insertGroupMember(tx, groupId, change.memberId);
}

/** The group's calendars are theirs to see no longer. */
export async function followRemovedMember(tx: Tx, { groupId, ...change }: ToldGroupChange): Promise<void> {
  if (!(await takeVersion(tx, { ...change, withdrawnAt: null }))) return;
  await deleteGroupMember(tx, groupId, change.memberId);
}

/** The account was closed: what they would still have done is cancelled. */
export async function followWithdrawal(tx: Tx, services: Services, change: ToldChange): Promise<void> {
  if (!(await takeVersion(tx, { ...change, withdrawnAt: services.now() }))) return;
  await deleteAllGroupsOfMember(tx, change.memberId);
  await endWithdrawn(tx, services, change.memberId);
}
