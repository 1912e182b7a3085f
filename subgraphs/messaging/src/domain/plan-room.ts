import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { maxNamedMembers, type RoomPlan } from './chat-room.ts';
import { cleanTitle } from './text-rules.ts';

/** A room that travel asks for when a trip is published, with the id that it will have. */
export interface PlanRoomRequest {
  readonly publicationId: string;
  readonly planId: string;
  readonly roomId: string;
  readonly title: string;
  readonly authorId: string;
  readonly companionIds: readonly string[];
}

export type PlanRoomRefusal = 'INVALID' | 'MEMBER_UNKNOWN' | 'MEMBER_WITHDRAWN';

/**
 * The room of a trip: author and companions by name, also when the author travels alone.
 *
 * @throws {InvalidInputError} for a title or a number of members that no room can have
 */
export function planPlanRoom({ roomId, title, authorId, companionIds }: PlanRoomRequest): RoomPlan {
  const ownMemberIds = [...new Set([authorId, ...companionIds])].sort();
  if (ownMemberIds.length > maxNamedMembers + 1)
    throw new InvalidInputError('companionIds', `At most ${maxNamedMembers} members are allowed.`);
  return {
    id: roomId,
    kind: 'GROUP',
    title: cleanTitle(title),
    createdBy: authorId,
    ownMemberIds,
    groupIds: [],
  };
}
