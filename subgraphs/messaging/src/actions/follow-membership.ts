import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findAllRoomsOfMember, findRoomsToJoin, findRoomsToLeave } from '../db/chat-room-members.ts';
import {
  deleteAllGroupsOfMember,
  deleteGroupMember,
  insertGroupMember,
  lockGroup,
  takeVersion,
} from '../db/membership-projection.ts';
import { deleteNotificationsOfMember } from '../db/notifications.ts';
import { joinRoom, leaveRoom } from './change-membership.ts';

/** A change of a member's memberships as identity tells it. */
export interface ToldChange {
  readonly memberId: string;
  readonly version: number;
  readonly eventId: string;
}

export interface ToldGroupChange extends ToldChange {
  readonly groupId: string;
  readonly actorId: string;
}

type FollowServices = Pick<Services, 'now' | 'newId'>;

/** A new account: from now on it can be named as a member of a room. */
export async function followNewMember(tx: Tx, change: ToldChange): Promise<void> {
  await takeVersion(tx, { ...change, withdrawnAt: null });
}

/** The member joins every room that follows the group, unless there by other means. */
export async function followAddedMember(
  tx: Tx,
  services: FollowServices,
  change: ToldGroupChange,
): Promise<void> {
  if (!(await takeVersion(tx, { ...change, withdrawnAt: null }))) return;
  const { groupId, memberId, actorId, eventId } = change;
  await lockGroup(tx, groupId);
  await insertGroupMember(tx, groupId, memberId);
  for (const roomId of await findRoomsToJoin(tx, groupId, memberId))
    await joinRoom(tx, services, { roomId, memberId, actorId, causeEventId: eventId });
}

/** The member leaves every room that follows the group, unless entitled by other means. */
export async function followRemovedMember(
  tx: Tx,
  services: FollowServices,
  change: ToldGroupChange,
): Promise<void> {
  if (!(await takeVersion(tx, { ...change, withdrawnAt: null }))) return;
  const { groupId, memberId, actorId, eventId } = change;
  await lockGroup(tx, groupId);
  await deleteGroupMember(tx, groupId, memberId);
  for (const roomId of await findRoomsToLeave(tx, groupId, memberId))
    await leaveRoom(tx, services, { roomId, memberId, actorId, causeEventId: eventId });
}

/** The account was closed: the member leaves every room, direct ones and own memberships too, and is told nothing more. */
export async function followWithdrawal(tx: Tx, services: FollowServices, change: ToldChange): Promise<void> {
  if (!(await takeVersion(tx, { ...change, withdrawnAt: services.now() }))) return;
  const { memberId, eventId } = change;
  await deleteAllGroupsOfMember(tx, memberId);
  await deleteNotificationsOfMember(tx, memberId);
  for (const roomId of await findAllRoomsOfMember(tx, memberId))
    await leaveRoom(tx, services, { roomId, memberId, actorId: memberId, causeEventId: eventId });
}
