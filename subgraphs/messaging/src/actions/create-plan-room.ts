import type { Tx } from '@moim/kit/db/database.ts';
import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import { isEventually } from '@moim/kit/events/eventually.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { planRoomCreated, planRoomRefused } from '@moim/schema/contracts/messaging.ts';
import { insertChatRoom } from '../db/chat-rooms.ts';
import { countKnownMembers, holdMembers } from '../db/membership-projection.ts';
import { type PlanRoomRefusal, type PlanRoomRequest, planPlanRoom } from '../domain/plan-room.ts';
import type { RoomPlan } from '../domain/chat-room.ts';
import { digestOf, fillRoom } from './create-chat-room.ts';

type PlanRoomServices = Pick<Services, 'bus' | 'now' | 'newId'>;

/** Makes the room that a publication asks for, or says why not; the answer is part of the transaction. */
export async function createPlanRoom(
  tx: Tx,
  services: PlanRoomServices,
  request: PlanRoomRequest,
): Promise<void> {
  const reason = await makeRoom(tx, services, request);
  const { publicationId, planId, roomId } = request;
  const answer = {
    id: services.newId(),
    aggregateId: publicationId,
    aggregateSeq: 1,
    occurredAt: services.now(),
  };
  if (reason === null)
    return appendEvent(tx, 'messaging', {
      ...answer,
      contract: planRoomCreated,
      payload: { publicationId, planId, roomId },
    });
  return appendEvent(tx, 'messaging', {
    ...answer,
    contract: planRoomRefused,
    payload: { publicationId, planId, reason },
  });
}

/** Null when the room is there. */
async function makeRoom(
  tx: Tx,
  services: PlanRoomServices,
  request: PlanRoomRequest,
): Promise<PlanRoomRefusal | null> {
  const plan = planned(request);
  if (!plan) return 'INVALID';
  const { ownMemberIds } = plan;
  // One who signed up a moment ago may not have been heard of here yet.
  const areKnown = async () => (await countKnownMembers(tx, ownMemberIds)) === ownMemberIds.length;
  if (!(await isEventually(areKnown))) return 'MEMBER_UNKNOWN';
  if ((await holdMembers(tx, ownMemberIds)).length < ownMemberIds.length) return 'MEMBER_WITHDRAWN';
  const { publicationId } = request;
  const room = { ...plan, requestDigest: digestOf(plan), at: services.now(), publicationId };
  if (!(await insertChatRoom(tx, room))) return 'INVALID';
  await fillRoom(tx, services, room);
  return null;
}

function planned(request: PlanRoomRequest): RoomPlan | null {
  try {
    return planPlanRoom(request);
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}
