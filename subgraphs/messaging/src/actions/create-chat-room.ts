import { createHash } from 'node:crypto';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { eventually } from '@moim/kit/events/eventually.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertAuditLine } from '../db/audit-lines.ts';
import { insertFirstMembers } from '../db/chat-room-members.ts';
import {
  findDirectRoom,
  findRequestOfRoom,
  insertChatRoom,
  insertFollowedGroups,
  type NewChatRoom,
} from '../db/chat-rooms.ts';
import { insertInboxEvents } from '../db/inboxes.ts';
import { canGather, countGroupsOfMember, holdGroups, holdMembers } from '../db/membership-projection.ts';
import { type CreateChatRoomInput, planChatRoom, requestKey, type RoomPlan } from '../domain/chat-room.ts';
import { IdTakenError } from '../domain/message.ts';
import { catchUp } from './catch-up.ts';
import { wakeInboxes } from './wake-inboxes.ts';

/**
 * Creates a room, or answers the id of the one that the same request made before; for a direct
 * room that of the room which the two already have.
 *
 * @throws {InvalidInputError} naming the field that breaks a rule
 * @throws {NotFoundError} for an unknown member and for a group that the viewer is not in
 * @throws {ConflictError} when the id stands for another room
 * @throws {BehindError} when the viewer's memberships are not known yet
 */
export async function createChatRoom(
  services: Services,
  viewer: Viewer,
  input: CreateChatRoomInput,
): Promise<string> {
  const plan = planChatRoom(viewer.memberId, input);
  await catchUp(services, viewer);
  await untilHeardOf(services, plan);
  const room = { ...plan, requestDigest: digestOf(plan), at: services.now(), publicationId: null };
  return services.db.write.transaction(async (tx) => {
    await assertMayGather(tx, plan);
    if (!(await insertChatRoom(tx, room))) return findExisting(tx, room);
    await fillRoom(tx, services, room);
    return room.id;
  });
}

/**
 * Someone who signed up a moment ago may not have been heard of here yet. What is forbidden is
 * waited for like what is unknown, so that the time of an answer tells nothing.
 */
function untilHeardOf({ db }: Services, { createdBy, ownMemberIds, groupIds }: RoomPlan): Promise<void> {
  const gathering = { creatorId: createdBy, memberIds: ownMemberIds, groupIds };
  return eventually(() => canGather(db.read, gathering), new NotFoundError());
}

/** Members and groups stand still until the room with them is committed. */
async function assertMayGather(tx: Tx, { createdBy, ownMemberIds, groupIds }: RoomPlan): Promise<void> {
  const members = new Set([createdBy, ...ownMemberIds]);
  if ((await holdMembers(tx, [...members])).length < members.size) throw new NotFoundError();
  if (groupIds.length === 0) return;
  await holdGroups(tx, groupIds);
  if ((await countGroupsOfMember(tx, createdBy, groupIds)) < groupIds.length) throw new NotFoundError();
}

async function findExisting(tx: Tx, room: NewChatRoom): Promise<string> {
  const [low, high] = room.ownMemberIds;
  const isPair = room.kind === 'DIRECT' && low !== undefined && high !== undefined;
  const directId = isPair ? await findDirectRoom(tx, [low, high]) : null;
  if (directId !== null) return directId;
  const earlier = await findRequestOfRoom(tx, room.id);
  if (earlier?.requestDigest === room.requestDigest) return room.id;
  throw new IdTakenError();
}

/** What was asked for, in a form that tells it from another request with the same id. */
export const digestOf = (plan: RoomPlan): string =>
  createHash('sha256').update(requestKey(plan)).digest('base64url');

/** Members, groups, audit line and inboxes of a room that was inserted in this transaction. */
export async function fillRoom(
  tx: Tx,
  services: Pick<Services, 'bus' | 'newId'>,
  { id, createdBy, groupIds, ...room }: NewChatRoom,
) {
  const { ownMemberIds, at } = room;
  await insertFollowedGroups(tx, id, groupIds);
  const memberIds = await insertFirstMembers(tx, { roomId: id, ownMemberIds, groupIds, at });
  const line = { roomId: id, memberId: createdBy, actorId: createdBy, action: 'ROOM_CREATED' as const, at };
  await insertAuditLine(tx, { id: services.newId(), ...line });
  const entries = await insertInboxEvents(tx, { kind: 'ROOM_JOINED', roomId: id, at }, memberIds);
  wakeInboxes(tx, services, entries);
}
