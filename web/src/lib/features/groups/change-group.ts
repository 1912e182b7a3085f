import { refusalOf } from '#lib/errors/refusal.ts';
import { graph } from '#lib/graphql/client.ts';
import {
  AddMemberDocument,
  CreateChatRoomDocument,
  type CreateChatRoomInput,
  type GroupSummaryFragment,
  RemoveMemberDocument,
} from '#lib/graphql/generated/graphql.ts';
import { uuidV7 } from '#lib/ids/uuid-v7.ts';
import { m } from '#lib/paraglide/messages.js';

/** Answers null when done, else what to tell the viewer. */
export async function addMember(groupId: string, memberId: string): Promise<string | null> {
  const { data, error } = await graph
    .mutation(AddMemberDocument, { input: { groupId, memberId } })
    .toPromise();
  return data?.addMember.__typename === 'AddMemberPayload' ? null : refusalOf(data?.addMember, error).text;
}

/** Answers null when done, else what to tell the viewer. The last owner cannot go. */
export async function removeMember(groupId: string, memberId: string): Promise<string | null> {
  const { data, error } = await graph
    .mutation(RemoveMemberDocument, { input: { groupId, memberId } })
    .toPromise();
  const result = data?.removeMember;
  if (result?.__typename === 'RemoveMemberPayload') return null;
  return result?.__typename === 'Conflict' ? m.last_owner() : refusalOf(result, error).text;
}

type RoomOutcome =
  { readonly roomId: string; readonly problem: null } | { readonly roomId: null; readonly problem: string };

/** Starts a room that the group's members are in for as long as they are in the group. */
export async function openGroupRoom({ id, name }: GroupSummaryFragment): Promise<RoomOutcome> {
  const input: CreateChatRoomInput = { id: uuidV7(), kind: 'GROUP', title: name, groupIds: [id] };
  const { data, error } = await graph.mutation(CreateChatRoomDocument, { input }).toPromise();
  const result = data?.createChatRoom;
  if (result?.__typename === 'CreateChatRoomPayload') return { roomId: result.room.id, problem: null };
  return { roomId: null, problem: refusalOf(result, error).text };
}
