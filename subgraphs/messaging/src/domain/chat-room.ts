import { ConflictError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId, toNewId } from '@moim/kit/ids/given-id.ts';
import { cleanTitle } from './text-rules.ts';

export type ChatRoomKind = 'DIRECT' | 'GROUP';

export interface CreateChatRoomInput {
  /** Made by the client, UUIDv7. */
  readonly id: string;
  readonly kind: ChatRoomKind;
  readonly title?: string | null | undefined;
  readonly memberIds: readonly string[];
  readonly groupIds: readonly string[];
}

/** What a room is created with; lists are sorted and without repetition. */
export interface RoomPlan {
  readonly id: string;
  readonly kind: ChatRoomKind;
  readonly title: string | null;
  readonly createdBy: string;
  /** Members who stay whatever happens in the groups. */
  readonly ownMemberIds: readonly string[];
  /** Groups whose members the room follows. */
  readonly groupIds: readonly string[];
}

/** Most members named one by one, the creator not counted; groups may bring more. */
export const maxNamedMembers = 500;
const maxFollowedGroups = 20;

/**
 * @throws {InvalidInputError} naming the field that breaks a rule
 * @throws {NotFoundError} for a member or group id that cannot exist
 */
export function planChatRoom(createdBy: string, input: CreateChatRoomInput): RoomPlan {
  const base = { id: toNewId(input.id, 'input.id'), createdBy };
  const others = idSet(input.memberIds).filter((id) => id !== createdBy);
  const groupIds = idSet(input.groupIds);
  return input.kind === 'DIRECT'
    ? { ...base, kind: 'DIRECT', ...planDirect(createdBy, others, groupIds, input.title) }
    : { ...base, kind: 'GROUP', ...planGroup(createdBy, others, groupIds, input) };
}

type RoomParts = Pick<RoomPlan, 'title' | 'ownMemberIds' | 'groupIds'>;

function planDirect(
  createdBy: string,
  others: readonly string[],
  groupIds: readonly string[],
  title: string | null | undefined,
): RoomParts {
  if (others.length !== 1)
    throw new InvalidInputError('input.memberIds', 'A direct room has exactly one other member.');
  if (groupIds.length > 0) throw new InvalidInputError('input.groupIds', 'A direct room follows no group.');
  if (title != null) throw new InvalidInputError('input.title', 'A direct room has no title.');
  return { title: null, ownMemberIds: idSet([createdBy, ...others]), groupIds: [] };
}

function planGroup(
  createdBy: string,
  others: readonly string[],
  groupIds: readonly string[],
  input: CreateChatRoomInput,
): RoomParts {
  if (others.length === 0 && groupIds.length === 0)
    throw new InvalidInputError('input.memberIds', 'Name at least one other member or one group.');
  if (others.length > maxNamedMembers)
    throw new InvalidInputError('input.memberIds', `At most ${maxNamedMembers} members are allowed.`);
  if (groupIds.length > maxFollowedGroups)
    throw new InvalidInputError('input.groupIds', `At most ${maxFollowedGroups} groups are allowed.`);
  // Who creates a room for a group leaves it with the group, unless they name themselves as well.
  const isCreatorOwn = groupIds.length === 0 || idSet(input.memberIds).includes(createdBy);
  return {
    title: cleanTitle(input.title ?? ''),
    ownMemberIds: isCreatorOwn ? idSet([createdBy, ...others]) : others,
    groupIds,
  };
}

const idSet = (ids: readonly string[]): string[] => [...new Set(ids.map((id) => toKnownId(id)))].sort();

/** Equal for equal requests, to tell a retry from another request with the same id. */
export const requestKey = ({ id: _, ...request }: RoomPlan): string => JSON.stringify(request);

/** How a member is in a room. */
export interface Standing {
  readonly kind: ChatRoomKind;
  /** A group that the room follows has this member. */
  readonly isThroughGroup: boolean;
}

/** @throws {ConflictError} when the membership is not the member's own to end */
export function assertMayLeave({ kind, isThroughGroup }: Standing): void {
  if (kind === 'DIRECT') throw new ConflictError('A direct room cannot be left.');
  if (isThroughGroup)
    throw new ConflictError('You are in this room through a group; leaving the group leaves the room.');
}
